import { hintInterval } from '../../server/applications/draw-and-guess/hints.ts'
import type { Guessing, GuessState } from '../../server/applications/draw-and-guess/state.ts'
import { ROOM_KEY, type RoomDocument } from '../../server/protocol/room-document.ts'
import type { RoomAppend, RoomLog } from '../../server/rooms/log/room-log.ts'
import { applyPatches } from '../../server/state/apply.ts'
import type { Store } from '../../server/stores/store.ts'
import { asidesIn, type Secret, secretsIn } from './secret-words.ts'

export type Truth = GuessState & { readonly [ROOM_KEY]: RoomDocument }

/** Whom a connection belongs to; undefined: it only watches. */
export interface Ear {
  readonly name: string
  readonly user: string | undefined
}

/** How long turns are, in milliseconds. */
export const TURN = 30_000

/**
 * Stands beside a server's log, and so knows of each room what is true and who may know it: from the moment at which the
 * log holds it, which is before anybody is sent it. It goes by what the game promises, and not by how its state is filtered.
 */
export class SecretKeeper {
  readonly #truths = new Map<string, Truth>()
  readonly #public = new Set<Secret>()
  readonly #known = new Map<string, Set<Secret>>()
  readonly #pickedAt = new Map<string, number>()
  /** What was sent to somebody too early, in words. */
  readonly found: string[] = []
  /** What happened, so that a spec can tell that something did. `due`: secrets that were sent, and might be. */
  readonly seen = { texts: 0, due: 0, hints: 0, answers: 0, solved: 0, asides: 0 }

  /** The store, with the keeper beside its log. */
  beside(store: Store): Store {
    const { log } = store
    const watched: RoomLog = {
      open: (...opening) => log.open(...opening),
      history: (...query) => log.history(...query),
      append: async (batch) => {
        const outcomes = await log.append(batch)
        for (const [index, append] of batch.entries()) if (outcomes[index]?.ok) this.#follow(append)
        return outcomes
      },
    }
    return { ...store, log: watched }
  }

  /** What is true of a room now; undefined before its start. */
  truth(roomId: string): Truth | undefined {
    const truth = this.#truths.get(roomId)
    return truth?.[ROOM_KEY].started ? truth : undefined
  }

  /** Somebody says this by themselves: what is in it is no secret to them any more. */
  says(user: string, text: string): void {
    this.#tell(user, text)
  }

  /** Somebody is sent this. */
  hear(ear: Ear, text: string): void {
    this.seen.texts += 1
    const known = ear.user === undefined ? undefined : this.#known.get(ear.user)
    for (const secret of secretsIn(text)) {
      if (this.#public.has(secret) || known?.has(secret)) this.seen.due += 1
      else this.found.push(`${ear.name} was sent ${secret} too early: ${text.slice(0, 300)}`)
    }
  }

  #follow({ roomId, entries }: RoomAppend): void {
    for (const { commit } of entries) {
      if (!commit) continue
      const before: Partial<Truth> = this.#truths.get(roomId) ?? {
        [ROOM_KEY]: { status: 'waiting', started: false, members: [] },
      }
      // Patches come from the log as they were written.
      const truth = applyPatches(before as never, JSON.parse(commit.patches)) as unknown as Truth
      this.#truths.set(roomId, truth)
      this.#count(before, truth)
      if (truth[ROOM_KEY].started) this.#learn(roomId, truth, commit.at)
    }
  }

  #count(before: Partial<Truth>, { phase, own }: Partial<Truth>): void {
    const { seen } = this
    if (phase?.name === 'answer' && before.phase?.name === 'drawing') seen.answers += 1
    if (phase?.name === 'drawing' && before.phase?.name === 'drawing') {
      seen.solved += phase.solved.length - before.phase.solved.length
      seen.hints += before.phase.hints - phase.hints
    }
    const asides = (of: Truth['own'] = {}) =>
      Object.values(of).flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'aside'))
    if (asides(own).length > asides(before.own).length) seen.asides += 1
  }

  #learn(roomId: string, { phase, own, secret, lines }: Truth, now: number): void {
    if (phase.name === 'choosing') this.#tell(phase.drawer, (own[phase.drawer]?.choices ?? []).join('\n'))
    if (phase.name === 'answer' && phase.word !== null) {
      this.#publish(phase.word)
    }
    if (phase.name === 'drawing') this.#turn(roomId, phase, { own, word: secret.word, now })
    else this.#pickedAt.delete(roomId)
    // What is said openly is open, but for the words: nobody says those as long as they are secret.
    for (const { text, kind } of lines) if (kind === 'said') for (const aside of asidesIn(text)) this.#public.add(aside)
  }

  #turn(roomId: string, phase: Guessing, { own, word, now }: Pick<Truth, 'own'> & { word: string; now: number }): void {
    const pickedAt = this.#pickedAt.get(roomId) ?? now
    this.#pickedAt.set(roomId, pickedAt)
    for (const user of [phase.drawer, ...phase.solved]) {
      this.#tell(user, word)
      for (const { text, kind } of own[user]?.lines ?? []) if (kind === 'aside') this.#tell(user, text)
    }
    const shown = phase.mask.filter((letter) => letter !== null && /[\p{L}\p{N}]/u.test(letter))
    const due = Math.floor((now - pickedAt) / hintInterval(phase.mask, TURN))
    if (shown.length > due) this.found.push(`${roomId} reveals ${shown.length} letters where ${due} are due`)
    for (const letter of shown) this.#publish(letter ?? '')
  }

  #publish(text: string): void {
    for (const secret of secretsIn(text)) this.#public.add(secret)
  }

  #tell(user: string, text: string): void {
    const known = this.#known.get(user) ?? new Set()
    this.#known.set(user, known)
    for (const secret of secretsIn(text)) known.add(secret)
  }
}
