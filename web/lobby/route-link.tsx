import type { AnchorHTMLAttributes, TargetedMouseEvent } from 'preact'
import { useRouter } from './page-context.ts'
import type { Route } from './route.ts'

type Props = Pick<AnchorHTMLAttributes, 'class' | 'title' | 'aria-label' | 'aria-current' | 'children'> & {
  readonly to: Route
}

/** A link to a route of the page: followed in place by a plain click, and an ordinary link to the browser otherwise. */
export function RouteLink({ to, children, ...rest }: Props) {
  const router = useRouter()
  const follow = (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (elsewhere || event.defaultPrevented) return
    event.preventDefault()
    router.go(to)
  }
  return (
    <a {...rest} href={router.href(to)} onClick={follow}>
      {children}
    </a>
  )
}
