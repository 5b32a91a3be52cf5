import { SocDrawError } from '../../../server/protocol/errors.ts'
import { accountChunk } from '../account-chunk.ts'
import { AlertIcon } from '../drawings/icons.tsx'
import type { LobbyConnection } from '../lobby-connection.ts'
import type { OpenRoom } from '../open-room.ts'
import { useRouter } from '../page-context.ts'
import type { Router } from '../router.ts'
import type { RoomAddress } from '../tab-memory.ts'
import { toSocDrawError } from '../to-soc-draw-error.ts'
import { useTask } from '../use-task.ts'
import type { Visit } from '../visit.ts'
import { type PlayGround, playNow, type Seating } from './play-now.ts'

interface Props {
  readonly lobby: LobbyConnection
  readonly visit: Visit
  /** What was found before is looked for anew then. */
  over(): void
}

/** Leads to a room to play in: see `playNow`. */
export function PlayButton({ lobby, visit, over }: Props) {
  const router = useRouter()
  const task = useTask(async () => {
    try {
      const room = await playNow(groundOf(lobby, visit, router))
      router.go({ page: 'room', application: lobby.name, room, people: false })
    } finally {
      over()
    }
  })
  return (
    <div class="finding-play">
      <button type="button" class="button button-strong button-wide" aria-disabled={task.busy} onClick={task.run}>
        {task.busy ? 'Looking for a seat…' : 'Play now'}
      </button>
      <p class={task.problem === undefined ? 'unseen' : 'problem'} role="alert">
        {task.problem !== undefined && <AlertIcon />}
        {task.problem}
      </p>
    </div>
  )
}

function groundOf(lobby: LobbyConnection, visit: Visit, router: Router): PlayGround {
  const { session, makeRooms } = visit
  return {
    findWaiting: async (after) => {
      if (!lobby.lobby) throw lobby.error ?? new SocDrawError('CONNECTION_FAILED')
      return lobby.lobby.find({ filter: 'waiting', ...(after && { after }) })
    },
    listing: (room) => lobby.lobby?.listing(room),
    async takeSeat(room) {
      const address = { application: lobby.name, room }
      const before = visit.room(address)?.phase
      if (before?.kind === 'entered') return before.room.spectating ? seatInWatched(visit, address) : 'seated'
      visit.enter(address)
      const open = visit.room(address)
      const seating = open === undefined ? 'none' : await seatingIn(open)
      if (seating === 'none') visit.dismiss(address)
      return seating
    },
    async make() {
      if (makeRooms === undefined) throw new SocDrawError('FORBIDDEN', 'No room waits for players just now.')
      const { rooms } = await accountChunk.load()
      const base = window.location.origin + router.href({ page: 'lobby' })
      const name = `${[...session.user.name].slice(0, MOST_OF_NAME).join('')}’s room`
      return (await rooms(base, { token: session.token }).make({ application: lobby.name, name })).id
    },
  }
}

/** The longest name of somebody in that of their room, in characters. */
const MOST_OF_NAME = 80

/** Who finds no seat watches on. */
async function seatInWatched(visit: Visit, address: RoomAddress): Promise<Seating> {
  try {
    await visit.takeSeat(address)
    return 'seated'
  } catch (error) {
    if (toSocDrawError(error).retryable) throw error
    return 'none'
  }
}

/** Resolves as soon as it is known. */
function seatingIn(open: OpenRoom): Promise<Seating> {
  return new Promise((resolve) => {
    let stop: (() => void) | undefined
    const check = (): void => {
      const seating = seatingOf(open)
      if (seating === undefined) return
      stop?.()
      resolve(seating)
    }
    stop = open.subscribe(check)
    check()
  })
}

/** Undefined while it is not known. Where one may watch only, there is no seat. */
function seatingOf({ phase }: OpenRoom): Seating | undefined {
  switch (phase.kind) {
    case 'entering':
      return undefined
    case 'entered':
      return phase.room.spectating ? 'none' : 'seated'
    case 'viewless':
      return 'told'
    case 'refused':
      return phase.error.retryable ? 'told' : 'none'
  }
}
