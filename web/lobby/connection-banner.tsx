import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Store } from '../common/store.ts'
import { useSubscription } from '../common/use-subscription.ts'
import type { Crowding } from './crowding.ts'
import { AlertIcon, CheckIcon, UnpluggedIcon } from './drawings/icons.tsx'
import type { Visit } from './visit.ts'

/** How long it says that the connection is back, in milliseconds. */
const SAID = 4_000
/** From when on a lost connection looks like more than a hiccup, in milliseconds. */
const LONG = 15_000

interface Props {
  readonly visit: Visit
  readonly crowding: Store<Crowding | undefined>
  readonly children?: ComponentChildren
}

type Saying = 'nothing' | 'lost' | 'still lost' | 'back'

/**
 * Across the page: the connection is away, and what that means; then, for a moment, that it is back. Or that it is slow
 * because there are so many tabs. Below it whatever else is to be said there.
 */
export function ConnectionBanner({ visit, crowding, children }: Props) {
  const offline = useSubscription(visit, () => visit.lobbies.some((lobby) => lobby.status === 'offline'))
  const saying = useSaying(offline)
  const counted = useSubscription(crowding, () => crowding.value)
  const crowded = useSubscription(counted, () => counted?.crowded === true)
  return (
    <div class="banner-place" role="status">
      {(saying === 'lost' || saying === 'still lost') && (
        <p class="banner">
          <UnpluggedIcon />
          <span>
            <strong>Connection lost.</strong>{' '}
            {saying === 'lost' ? 'Reconnecting…' : 'Still trying to reach the server…'} What you write is kept and sent
            then.
          </span>
        </p>
      )}
      {saying === 'nothing' && crowded && (
        <p class="banner">
          <AlertIcon />
          <span>
            <strong>Six tabs or more.</strong> Only slow connections get through from here, and the browser shares six
            among all tabs of this page: messages take some seconds. Close the tabs that you don’t need.
          </span>
        </p>
      )}
      {saying === 'back' && (
        <p class="banner banner-back">
          <CheckIcon />
          <span>Back again, and up to date.</span>
        </p>
      )}
      {children}
    </div>
  )
}

function useSaying(offline: boolean): Saying {
  const [saying, setSaying] = useState<Saying>('nothing')
  useEffect(() => {
    if (offline) setSaying('lost')
    else setSaying((last) => (last === 'nothing' ? 'nothing' : 'back'))
    const timer = setTimeout(() => setSaying(offline ? 'still lost' : 'nothing'), offline ? LONG : SAID)
    return () => clearTimeout(timer)
  }, [offline])
  return saying
}
