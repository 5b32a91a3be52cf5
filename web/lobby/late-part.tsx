import type { ComponentChild } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { useSubscription } from '../common/use-subscription.ts'
import type { Chunk } from './chunk.ts'
import { AlertIcon } from './drawings/icons.tsx'

interface Props<Part extends object> {
  readonly chunk: Chunk<Part>
  children(part: Part): ComponentChild
}

/** What is shown of a part of the page that most do without, once it is there. */
export function LatePart<Part extends object>({ chunk, children }: Props<Part>) {
  const part = useSubscription(chunk, () => chunk.part)
  const [failed, setFailed] = useState(false)
  useLayoutEffect(() => {
    chunk.load().catch(() => setFailed(true))
  }, [])
  if (part) return <>{children(part)}</>
  if (!failed) return <div aria-busy="true" />
  return (
    <p class="problem" role="alert">
      <AlertIcon />
      This part of the page could not be loaded. Please load the page anew.
    </p>
  )
}
