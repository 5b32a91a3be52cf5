import { Store, type Subscribable } from '../common/store.ts'
import type { Route } from './route.ts'
import { formatRoute, parseRoute } from './route.ts'

/** The page's address as a route, both ways. */
export interface Router extends Subscribable {
  readonly route: Route
  /** The address of a route, as links have it. */
  href(route: Route): string
  /** Goes to a route as a click on a link does: the back button returns. Going where one is does nothing. */
  go(route: Route): void
  stop(): void
}

/** The parts of `window` that a router needs. */
export type RouterWindow = Pick<Window, 'addEventListener' | 'removeEventListener'> & {
  readonly location: Pick<Location, 'pathname' | 'hash'>
  readonly history: Pick<History, 'pushState'>
}

/** @param basePath where the page stands, with a slash at both ends */
export function startRouter(window: RouterWindow, basePath = '/'): Router {
  const read = (): Route => {
    const { pathname, hash } = window.location
    // The page's own address may have been typed without its last slash.
    if (!`${pathname}/`.startsWith(basePath)) return { page: 'unknown' }
    return parseRoute({ pathname: `/${pathname.slice(basePath.length)}`, hash })
  }
  const href = (route: Route): string => basePath + formatRoute(route).slice(1)
  const current = new Store(read())
  const follow = (): void => {
    const route = read()
    if (!same(route, current.value)) current.set(route)
  }
  // `popstate` comes with the back and forward buttons and with a hand-typed hash alike.
  window.addEventListener('popstate', follow)
  return {
    get route() {
      return current.value
    },
    href,
    go(route) {
      if (same(route, current.value)) return
      window.history.pushState(null, '', href(route))
      current.set(route)
    },
    subscribe: (listener) => current.subscribe(listener),
    stop: () => window.removeEventListener('popstate', follow),
  }
}

function same(left: Route, right: Route): boolean {
  return left.page === right.page && formatRoute(left) === formatRoute(right)
}
