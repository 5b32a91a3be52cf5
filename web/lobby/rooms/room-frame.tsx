import '../../styles/rooms.css'
import type { ComponentChildren } from 'preact'
import { useCallback, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { rooms as openRooms, type Rooms } from '../../client/rooms.ts'
import { BackIcon } from '../drawings/icons.tsx'
import { useRouter } from '../page-context.ts'
import { Problem } from '../problem.tsx'
import type { Route } from '../route.ts'
import { RouteLink } from '../route-link.tsx'
import { toSocDrawError } from '../to-soc-draw-error.ts'
import type { Visit } from '../visit.ts'

/** The rooms that people make, as whoever visits may see them. */
export function useRooms({ session: { token } }: Visit): Rooms {
  const router = useRouter()
  return useMemo(() => openRooms(window.location.origin + router.href({ page: 'lobby' }), { token }), [router, token])
}

/** What a page has to ask for before it can show anything. */
export interface Asked<Answer> {
  readonly answer: Answer | undefined
  readonly problem: string | undefined
  again(): void
}

/** Asks at once, and anew when `ask` is another function. */
export function useAsked<Answer>(ask: () => Promise<Answer>): Asked<Answer> {
  const [answer, setAnswer] = useState<Answer | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const load = useCallback(async (): Promise<void> => {
    setProblem(undefined)
    try {
      setAnswer(await ask())
    } catch (error) {
      setProblem(toSocDrawError(error).message)
    }
  }, [ask])
  useLayoutEffect(() => void load(), [load])
  return { answer, problem, again: () => void load() }
}

interface Props {
  readonly title: ComponentChildren
  readonly back: Route
  readonly backWords: string
  readonly asked: Asked<unknown>
  readonly children: ComponentChildren
}

/** A page about a room that is not the room itself. */
export function RoomFrame({ title, back, backWords, asked, children }: Props) {
  const { answer, problem, again } = asked
  return (
    <div class="account" aria-busy={answer === undefined && problem === undefined}>
      <header class="bar">
        <RouteLink to={back} class="button button-icon bar-back" aria-label={backWords}>
          <BackIcon />
        </RouteLink>
        <h1 id="room-title" class="bar-title bar-name" tabIndex={-1} data-focus-home>
          {title}
        </h1>
      </header>
      <div class="account-column">
        {problem !== undefined && (
          <div class="room-not-loaded">
            <Problem words={problem} />
            <button type="button" class="button" onClick={again}>
              Try again
            </button>
          </div>
        )}
        {children}
      </div>
    </div>
  )
}
