import type { ComponentChildren } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { BrandMark } from './brand-mark.tsx'
import { AlertIcon } from './drawings/icons.tsx'
import { useBrand } from './page-context.ts'

interface Props {
  readonly title: string
  readonly problem?: string | undefined
  /** What the way to the rooms is called. */
  readonly leave: string
  readonly busy?: boolean
  readonly children?: ComponentChildren
}

/** What stands around whatever a link lets whoever opens it do. */
export function LinkFrame({ title, problem, leave, busy = false, children }: Props) {
  const { name } = useBrand()
  useLayoutEffect(() => {
    document.title = `${title} – ${name}`
  }, [title, name])
  return (
    <div class="sign-in">
      <main class="sign-in-main" aria-busy={busy}>
        <div class="sign-in-column">
          <p class="brand">
            <BrandMark size={24} /> {name}
          </p>
          <h1 class="sign-in-title">
            <bdi>{title}</bdi>
          </h1>
          {problem !== undefined && (
            <p class="message-box" role="alert">
              <AlertIcon />
              <span>{problem}</span>
            </p>
          )}
          {children}
          <a href={window.location.pathname} class="button button-quiet">
            {leave}
          </a>
        </div>
      </main>
    </div>
  )
}
