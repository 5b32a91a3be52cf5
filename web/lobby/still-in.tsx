import { useSubscription } from '../common/use-subscription.ts'
import { AlertIcon } from './drawings/icons.tsx'
import type { Visit } from './visit.ts'

/** Across the page: a room was left in this tab, and its seat is held by another. Until one takes note, or opens a room. */
export function StillIn({ visit }: { visit: Visit }) {
  const name = useSubscription(visit, () => visit.stillIn)
  if (name === undefined) return null
  return (
    <p class="banner banner-back">
      <AlertIcon />
      <span>
        You are still in <bdi>{name}</bdi> in another tab, and keep your seat. Leave it there too to free it.
      </span>
      <button type="button" class="button button-quiet" onClick={() => visit.noted()}>
        All right
      </button>
    </p>
  )
}
