import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import type { Route } from './route.ts'
import type { Visit } from './visit.ts'

interface Props {
  readonly visit: Visit
  readonly route: Route
  /** What the rail is in. */
  readonly page: RefObject<HTMLElement | null>
}

/**
 * Follows what somebody sees of the page: its rooms are watched only while it is not hidden, and the lobbies' lists looked
 * at only while the rail is in sight as well. Without the rail that is done with the room in front alone, whose page tells
 * what the list says of it. It is loaded once the page is idle, or with the first room. Shows nothing itself.
 */
export function Sight({ visit, route, page }: Props) {
  const pageSeen = useVisibility()
  const railSeen = useSight(page, '.rail')
  const { application, room } = route.page === 'room' ? route : { application: undefined, room: '' }
  useLayoutEffect(() => visit.setVisible(pageSeen), [visit, pageSeen])
  useLayoutEffect(() => {
    for (const lobby of visit.lobbies) {
      if (pageSeen && railSeen) lobby.lookAside(undefined)
      else lobby.lookAside(pageSeen && application === lobby.name ? [room] : [])
    }
  }, [visit, pageSeen, railSeen, application, room])
  return null
}

function useVisibility(): boolean {
  const [visible, setVisible] = useState(true)
  useLayoutEffect(() => {
    const follow = (): void => setVisible(document.visibilityState === 'visible')
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => document.removeEventListener('visibilitychange', follow)
  }, [])
  return visible
}

/** Whether the element of a selector is displayed. */
function useSight(place: RefObject<HTMLElement | null>, selector: string): boolean {
  const [seen, setSeen] = useState(true)
  useLayoutEffect(() => {
    const element = place.current?.querySelector(selector)
    if (!element) return
    const sight = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting === true))
    sight.observe(element)
    return () => sight.disconnect()
  }, [place, selector])
  return seen
}
