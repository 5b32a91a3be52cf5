import {
  createElement as h,
  memo,
  type ReactNode,
  StrictMode,
  startTransition,
  useLayoutEffect,
  useState,
  version,
} from 'react'
import { createRoot } from 'react-dom/client'
import { connect, type Room } from '../../../web/client/index.ts'
import { useEnteredRoom, useLobby, useRoom } from '../../../web/react/index.ts'
import type { tally } from '../tally.ts'

/** What the spec asks of the page, and hears from it. */
export interface Page {
  /** What stands behind `react`: `preact`, or React's version. */
  readonly library: string
  /** How often each component was rendered. */
  readonly renders: Record<string, number>
  /** What each component showed when a rendering came to its end. */
  readonly shown: Record<string, unknown[]>
  /** Renders another page. */
  show(props: PageProps): void
  /** The same, as something that may wait. */
  showSoon(props: PageProps): void
}

export interface PageProps {
  /** The rooms that are shown, each by one component; one room may be shown by several. */
  readonly rooms: readonly string[]
  readonly spectate?: boolean
  /** How many components read the room's version, each taking a while to render. */
  readonly slow?: number
}

declare global {
  interface Window {
    page?: Page
  }
}

const renders: Record<string, number> = {}
const shown: Record<string, unknown[]> = {}

/** Notes a rendering of `name`, and what it showed at its end. */
function useNote(name: string, value: unknown): void {
  renders[name] = (renders[name] ?? 0) + 1
  useLayoutEffect(() => {
    const all = (shown[name] ??= [])
    if (!Object.is(all.at(-1), value)) all.push(value)
  })
}

const lobby = await connect<typeof tally>(location.origin, 'tally', { token: `as ${location.hash.slice(1)}` })

function Rooms(): ReactNode {
  const names = useLobby(
    lobby,
    ({ rooms }) => rooms.map(({ name }) => name),
    (one, other) => one.join() === other.join(),
  )
  const members = useLobby(lobby, ({ rooms }) => rooms[0]?.members)
  useNote('names', names)
  return h('p', { id: 'rooms' }, `${names.join()}: ${members}`)
}

function Entered({ id, spectate, slow }: { id: string; spectate: boolean; slow: number }): ReactNode {
  const entered = useEnteredRoom(lobby, id, { spectate })
  if (entered.status === 'entering') return h('p', null, `${id} entering`)
  if (entered.status === 'failed') return h('p', null, `${id} failed: ${entered.error.code}`)
  return h(Counted, { room: entered.room, slow })
}

/** Wants a new array each time, which is the same as long as there are the same numbers in it. */
const Odd = memo(({ room }: { room: Room<typeof tally> }): ReactNode => {
  const odd = useRoom(
    room,
    ({ state }) => [...(state?.odd ?? [])],
    (one, other) => one.join() === other.join(),
  )
  useNote('odd', odd)
  return null
})

function Counted({ room, slow }: { room: Room<typeof tally>; slow: number }): ReactNode {
  const count = useRoom(room, ({ state }) => state?.count)
  const odd = useRoom(room, ({ state }) => state?.odd)
  const { name, spectating, version } = useRoom(room)
  const parts = Array.from({ length: slow }, (_, at) => h(Slow, { key: at, room }))
  return h(
    'div',
    null,
    h('p', null, `${name} ${spectating ? 'watched' : 'played'}: ${count}`),
    h(Odd, { room }),
    h('p', { title: 'odd' }, odd?.length ?? 0),
    h('p', { title: 'version' }, version),
    h('div', { className: 'slow' }, parts),
  )
}

function Slow({ room }: { room: Room<typeof tally> }): ReactNode {
  const version = useRoom(room, (now) => now.version)
  const end = performance.now() + 0.5
  while (performance.now() < end);
  return h('span', null, version)
}

/** Notes whether its slow parts ever stood there with different versions. */
function Page({ rooms, spectate = false, slow = 0 }: PageProps): ReactNode {
  return h(
    'main',
    null,
    h(Rooms),
    rooms.map((id, at) => h(Entered, { key: `${id} ${at}`, id, spectate, slow })),
  )
}

function Root(): ReactNode {
  const [props, setProps] = useState<PageProps>({ rooms: [] })
  useLayoutEffect(() => {
    window.page = {
      // Elements of Preact have its own fields, whatever version of React it says it is.
      library: '__k' in h('i') ? 'preact' : version,
      renders,
      shown,
      show: setProps,
      showSoon: (next) => startTransition(() => setProps(next)),
    }
  }, [])
  return h(Page, props)
}

/** Whatever the browser could paint is looked at. */
function watchForTearing(): void {
  new MutationObserver(() => {
    const versions = [...document.querySelectorAll('.slow span')].map(({ textContent }) => textContent)
    if (new Set(versions).size > 1) (shown.torn ??= []).push(versions.join())
    if (versions.length > 0) (shown.versions ??= []).push(versions[0])
  }).observe(document.body, { childList: true, subtree: true, characterData: true })
}

const place = document.getElementById('page')
if (place === null) throw new Error('index.html has no #page')
watchForTearing()
createRoot(place).render(h(StrictMode, null, h(Root)))
