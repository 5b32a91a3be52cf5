import { hearsWatchers } from '../../../server/applications/draw-and-guess/guessing.ts'
import type { PastTurn } from '../../../server/applications/draw-and-guess/state.ts'
import type { DrawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import type { Clock } from '../../../server/protocol/clock.ts'
import type { Room } from '../../client/client-api.ts'
import { Listeners, type Subscribable } from '../../common/store.ts'
import { Studio } from '../drawing/studio.ts'
import { Countdown } from './countdown.ts'
import { type Cue, cuesBetween } from './cues.ts'
import { Memo } from './memo.ts'
import { type PlayerRow, playerRows, votesToGo } from './players.ts'
import { Replay } from './replay.ts'
import { type GuessSeen, knows } from './seen.ts'
import { Notes, news, type TalkLine, talkOf } from './talk.ts'

export interface GuessParts {
  readonly room: Room<DrawAndGuess>
  readonly clock: Clock
  play(cue: Cue): void
}

/** A game as one sees it: where it is, how much time is left, who plays, what was said, and what one may do. */
export class GuessModel implements Subscribable {
  readonly room: Room<DrawAndGuess>
  readonly studio: Studio
  readonly #clock: Clock
  readonly #play: (cue: Cue) => void
  readonly #listeners = new Listeners()
  readonly #countdown: Countdown
  readonly #notes = new Notes()
  readonly #stopFollowing: () => void
  #seen: GuessSeen | undefined
  readonly #rows = new Memo<readonly PlayerRow[]>([])
  readonly #talk = new Memo<readonly TalkLine[]>([])
  #wins = 0
  #shown = 0

  constructor({ room, clock, play }: GuessParts) {
    this.room = room
    this.#clock = clock
    this.#play = play
    this.studio = new Studio({ user: room.user.id, clock, act: room.act })
    this.#countdown = new Countdown({
      clock,
      changed: () => this.#listeners.notify(),
      pressing: () => play('tick'),
    })
    this.#stopFollowing = room.subscribe(() => this.#follow())
  }

  /** Undefined until the first `update`. */
  get seen(): GuessSeen | undefined {
    return this.#seen
  }

  /** How many seconds are left; undefined while nothing runs out. */
  get seconds(): number | undefined {
    return this.#countdown.seconds
  }

  /** How many seconds what runs out has in all. */
  get length(): number {
    return this.#countdown.length
  }

  /** Everybody who plays, the best first. */
  get rows(): readonly PlayerRow[] {
    return this.#rows.value
  }

  /** How many votes put somebody out. */
  get votesNeeded(): number {
    return this.#seen ? votesToGo(this.#seen, this.room.members) : 0
  }

  /** What was said and noted, the oldest first. */
  get talk(): readonly TalkLine[] {
    return this.#talk.value
  }

  /** How often this user has won while the page looked on. */
  get wins(): number {
    return this.#wins
  }

  /** How often the game came to the front. */
  get shown(): number {
    return this.#shown
  }

  get watching(): boolean {
    return this.room.spectating
  }

  /** Whether those who watch can talk now. */
  get watchersTalk(): boolean {
    return this.#seen !== undefined && hearsWatchers(this.#seen.phase)
  }

  get votedOut(): boolean {
    return this.#seen?.votedOut.includes(this.room.user.id) ?? false
  }

  /** Whether the drawing is this user's to make now. */
  get mayDraw(): boolean {
    const phase = this.#seen?.phase
    return this.#running && phase?.name === 'drawing' && phase.drawer === this.room.user.id
  }

  /** Whether this user is to choose a word now. */
  get chooses(): boolean {
    const phase = this.#seen?.phase
    return phase?.name === 'choosing' && phase.drawer === this.room.user.id
  }

  /** Whether this user is to find the word now. */
  get guesses(): boolean {
    const seen = this.#seen
    return seen?.phase.name === 'drawing' && !this.watching && !this.votedOut && !knows(seen, this.room.user.id)
  }

  /** Whether this user may begin a game. */
  get mayPlay(): boolean {
    return this.#running
  }

  get canUndo(): boolean {
    return (this.#seen?.past[this.room.user.id]?.done.length ?? 0) > 0
  }

  get canRedo(): boolean {
    return (this.#seen?.past[this.room.user.id]?.undone.length ?? 0) > 0
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  update(seen: GuessSeen): void {
    const before = this.#seen
    this.#seen = seen
    this.studio.show(seen)
    if (before) this.#hear(before, seen)
    this.#follow()
  }

  /** See `news`. */
  unread(seen: GuessSeen, since: number): number {
    return news(seen, this.room.user.id, since)
  }

  cameToFront(): void {
    this.#shown += 1
    this.#listeners.notify()
  }

  /** Says something, or guesses. @throws SocDrawError */
  async say(text: string): Promise<void> {
    await this.room.act.say({ text })
  }

  begin(): void {
    this.#attempt(this.room.act.play({}))
  }

  choose(index: number): void {
    this.#attempt(this.room.act.choose({ index }))
  }

  vote(user: string): void {
    this.#attempt(this.room.act.vote({ user }))
  }

  clear(): void {
    this.studio.hand.lift()
    this.#attempt(this.room.act.clear({}))
  }

  /** A past turn, to be seen as it was drawn. Whoever takes it destroys it. */
  replay(turn: PastTurn): Replay {
    return new Replay({ turn, clock: this.#clock, history: (request) => this.room.history(request) })
  }

  destroy(): void {
    this.#stopFollowing()
    this.#countdown.destroy()
    this.studio.destroy()
  }

  get #running(): boolean {
    return this.room.status === 'running' && !this.watching
  }

  #follow(): void {
    const { room } = this
    const seen = this.#seen
    if (!seen) return
    this.#countdown.follow(seen, room.status)
    this.#notes.follow(seen, room.members, room.version)
    const { members, spectating, user } = room
    const [notes, reader] = [this.#notes.all, { user: user.id, members, spectating }]
    this.#rows.make([seen.phase, seen.players, seen.votes, seen.votedOut, members, spectating], () =>
      playerRows(seen, reader),
    )
    this.#talk.make([seen.lines, seen.own, notes], () => talkOf(seen, notes))
    this.#listeners.notify()
  }

  #hear(before: GuessSeen, seen: GuessSeen): void {
    const user = this.room.user.id
    for (const cue of cuesBetween(before, seen, user)) this.#play(cue)
    const over = before.phase.name !== 'over' && seen.phase.name === 'over'
    const best = Math.max(...Object.values(seen.players).map(({ points }) => points))
    if (over && best > 0 && seen.players[user]?.points === best) this.#wins += 1
  }

  #attempt(action: Promise<unknown>): void {
    action.catch((error: unknown) => this.studio.failed(error))
  }
}
