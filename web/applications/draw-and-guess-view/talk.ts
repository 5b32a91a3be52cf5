import type { Line } from '../../../server/applications/draw-and-guess/state.ts'
import type { Member } from '../../../server/protocol/room-document.ts'
import { drawerOf, type GuessSeen } from './seen.ts'

/** One line of the conversation as it is shown: what the game has, and what this page has noticed beside it. */
export interface TalkLine extends Omit<Line, 'kind'> {
  readonly key: string
  readonly kind: Line['kind'] | NoteKind
}

type NoteKind = 'joined' | 'left' | 'chooses' | 'draws'

/** How many notes are kept. */
const KEPT = 50

/** What happens around the game and nobody says: who comes, who leaves, and whose turn it is. */
export class Notes {
  #notes: readonly TalkLine[] = []
  #members: readonly Member[] | undefined
  #turn: string | undefined

  get all(): readonly TalkLine[] {
    return this.#notes
  }

  follow(seen: GuessSeen, members: readonly Member[], version: number): void {
    const before = this.#members
    this.#members = members
    if (before && before !== members) {
      for (const member of before) if (!has(members, member)) this.#add('left', member, version)
      for (const member of members) if (!has(before, member)) this.#add('joined', member, version)
    }
    const { phase } = seen
    const drawer = drawerOf(seen)
    const turn = `${phase.name} ${drawer}`
    if (turn === this.#turn) return
    this.#turn = turn
    if (drawer === undefined || (phase.name !== 'choosing' && phase.name !== 'drawing')) return
    const name = seen.players[drawer]?.name ?? drawer
    this.#add(phase.name === 'choosing' ? 'chooses' : 'draws', { id: drawer, name }, version)
  }

  #add(kind: NoteKind, { id: user, name }: Pick<Member, 'id' | 'name'>, version: number): void {
    const note = { key: `${version} ${kind} ${user}`, id: version, kind, user, name, text: '' }
    this.#notes = [...this.#notes, note].slice(-KEPT)
  }
}

/** All that was said and noted, in its order; of one moment what was said first. */
export function talkOf({ lines, own }: GuessSeen, notes: readonly TalkLine[]): readonly TalkLine[] {
  const said = [...lines, ...(own?.lines ?? [])].map((line) => ({ ...line, key: `${line.id} ${line.kind}` }))
  return [...said, ...notes].toSorted((one, other) => one.id - other.id)
}

/** How much of it is news to somebody who has seen the room up to a version: what others said, and that it is their turn. */
export function news(seen: GuessSeen, user: string, since: number): number {
  const { phase, lines, own } = seen
  const talk = [...lines, ...(own?.lines ?? [])].filter(({ kind }) => kind === 'said' || kind === 'aside')
  const unread = talk.filter((line) => line.id > since && line.user !== user).length
  return unread + (phase.name === 'choosing' && phase.drawer === user ? 1 : 0)
}

function has(members: readonly Member[], { id }: Member): boolean {
  return members.some((member) => member.id === id)
}
