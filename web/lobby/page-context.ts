import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { useSubscription } from '../common/use-subscription.ts'
import type { Route } from './route.ts'
import type { Router } from './router.ts'
import type { Folding } from './use-folding.ts'

/** What links need, wherever they stand. */
export const RouterContext = createContext<Router | undefined>(undefined)

export function useRouter(): Router {
  const router = useContext(RouterContext)
  if (router === undefined) throw new TypeError('a link or page stands outside of the RouterContext')
  return router
}

/** What the page calls itself, and the address of the picture beside its name, where it is not soc-draw's own. */
export interface Brand {
  readonly name: string
  readonly icon: string | undefined
}

export const BrandContext = createContext<Brand>({ name: 'soc-draw', icon: undefined })

export function useBrand(): Brand {
  return useContext(BrandContext)
}

/** Of the list beside the room. */
export const FoldingContext = createContext<Folding>({ folded: false, fold: () => undefined })

export function useRailFolding(): Folding {
  return useContext(FoldingContext)
}

/** The route at which the page is; renders again when it changes. */
export function useRoute(): Route {
  const router = useRouter()
  return useSubscription(router, () => router.route)
}
