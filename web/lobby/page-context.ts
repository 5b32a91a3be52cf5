import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { useSubscription } from '../common/use-subscription.ts'
import type { Route } from './route.ts'
import type { Router } from './router.ts'

/** What links need, wherever they stand. */
export const RouterContext = createContext<Router | undefined>(undefined)

export function useRouter(): Router {
  const router = useContext(RouterContext)
  if (router === undefined) throw new TypeError('a link or page stands outside of the RouterContext')
  return router
}

/** The route at which the page is; renders again when it changes. */
export function useRoute(): Route {
  const router = useRouter()
  return useSubscription(router, () => router.route)
}
