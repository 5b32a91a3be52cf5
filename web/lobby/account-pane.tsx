import type { ComponentProps } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { useSubscription } from '../common/use-subscription.ts'
import type { AccountPage } from './account-page.tsx'
import { Chunk } from './chunk.ts'
import { AlertIcon } from './drawings/icons.tsx'

/** Who looks at rooms does without. */
const accountPage = new Chunk(() => import('./account-page.tsx'))

/** One's own account, once that part of the page is there. */
export function AccountPane(props: ComponentProps<typeof AccountPage>) {
  const part = useSubscription(accountPage, () => accountPage.part)
  const [failed, setFailed] = useState(false)
  useLayoutEffect(() => {
    accountPage.load().catch(() => setFailed(true))
  }, [])
  if (part) return <part.AccountPage {...props} />
  if (!failed) return <div aria-busy="true" />
  return (
    <p class="problem" role="alert">
      <AlertIcon />
      This part of the page could not be loaded. Please load the page anew.
    </p>
  )
}
