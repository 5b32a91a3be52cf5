import { SocDrawError } from '../../../server/protocol/errors.ts'
import { accountChunk } from '../account-chunk.ts'
import { AlertIcon } from '../drawings/icons.tsx'
import type { LobbyConnection } from '../lobby-connection.ts'
import { useRouter } from '../page-context.ts'
import type { RoomAddress } from '../tab-memory.ts'
import { useTask } from '../use-task.ts'
import type { Visit } from '../visit.ts'

interface Props {
  readonly lobby: LobbyConnection
  readonly visit: Visit
}

/** Leads to the room that the server chooses to play in, and to a seat there. */
export function PlayButton({ lobby, visit }: Props) {
  const router = useRouter()
  const task = useTask(async () => {
    const { rooms } = await accountChunk.load()
    const base = window.location.origin + router.href({ page: 'lobby' })
    const { id } = await rooms(base, { token: visit.session.token }).play(lobby.name).catch(rejectInWords)
    const address = { application: lobby.name, room: id }
    await takeSeat(visit, address)
    router.go({ page: 'room', ...address, people: false })
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

/** Whoever watches the room already is in it: that is where they get a seat. */
async function takeSeat(visit: Visit, address: RoomAddress): Promise<void> {
  const phase = visit.room(address)?.phase
  if (phase?.kind !== 'entered') visit.enter(address)
  else if (phase.room.spectating) await visit.takeSeat(address)
}

/** What is said of a room elsewhere means something else here. */
const WORDS: Readonly<Record<string, string>> = {
  FORBIDDEN: 'No room waits for players just now, and you may not make one.',
  ROOM_BUSY: 'Many are looking for a seat just now. Try again in a moment.',
}

function rejectInWords(error: unknown): never {
  if (!(error instanceof SocDrawError)) throw error
  const wire = error.toJSON()
  throw new SocDrawError({ ...wire, message: WORDS[wire.code] ?? wire.message })
}
