import { setTimeout } from 'node:timers/promises'
import type { DrawAndGuess } from '../../server/applications/draw-and-guess.ts'
import { tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { Tap } from '../secrets/tap.ts'
import { GAME_ROOM, WORDS } from './rooms.ts'

const PLAYERS = ['ann', 'bob', 'cid', 'dan']
/** From one move of a player to the next, in milliseconds. */
const REST = 300
/** How long their last moves are waited for, in milliseconds. */
const LAST_MOVES_WITHIN = 5000
/** How likely it is that a player dreams of the word, at each move. */
const DREAMS = 0.08

interface Player {
  readonly name: string
  readonly tap: Tap
  readonly lobby: Lobby<DrawAndGuess>
  readonly room: Room<DrawAndGuess>
}

/** A word in what somebody was sent, that was not told to be the answer there. */
interface Heard {
  readonly name: string
  readonly word: string
  readonly text: string
}

/**
 * A game of draw and guess on nodes that fail, with an ear on each player's wire: whoever does not draw a word, and has not
 * said it, is sent it for the first time as the answer.
 */
export class Game {
  readonly #url: string
  readonly #players: Player[] = []
  readonly #living: Promise<void>[] = []
  /** By player: the words that they were offered, have said, or were told as the answer. */
  readonly #entitled = new Map<string, Set<string>>(PLAYERS.map((name) => [name, new Set()]))
  readonly #heard: Heard[] = []
  readonly #drawn = new Set<string>()
  #ended = false

  constructor(url: string) {
    this.#url = url
  }

  /** How many words were drawn. */
  get words(): number {
    return this.#drawn.size
  }

  async begin(): Promise<void> {
    for (const name of PLAYERS) this.#players.push(await this.#come(name))
    for (const player of this.#players) this.#living.push(this.#live(player))
  }

  /** Ends it. @returns what was sent too early, in words */
  async end(): Promise<string[]> {
    this.#ended = true
    // What one of them is about to do need not be waited for: it is not what is judged.
    await Promise.race([Promise.all(this.#living), setTimeout(LAST_MOVES_WITHIN, undefined, { ref: false })])
    const early = this.#heard.filter(({ name, word }) => !this.#entitled.get(name)?.has(word))
    return early.map(({ name, word, text }) => `${name} was sent ${word} too early: ${text.slice(0, 300)}`)
  }

  close(): void {
    this.#ended = true
    for (const { lobby, tap } of this.#players) {
      lobby.close()
      tap.close()
    }
  }

  async #come(name: string): Promise<Player> {
    const tap = await Tap.open(this.#url, (text) => this.#hear(name, text))
    const socket = { forceNew: true, transports: ['websocket'], reconnectionDelay: 50, reconnectionDelayMax: 300 }
    const lobby = await connect<DrawAndGuess>(tap.url, 'guess', { token: tokenOf(name), socket })
    const room = await lobby.enter(GAME_ROOM)
    room.subscribe(() => this.#look(name, room))
    return { name, tap, lobby, room }
  }

  #hear(name: string, text: string): void {
    for (const word of WORDS) {
      if (this.#entitled.get(name)?.has(word) || !text.includes(word)) continue
      if (text.includes('"answer"')) this.#entitled.get(name)?.add(word)
      else this.#heard.push({ name, word, text })
    }
  }

  /** What is offered to them, and what they draw, is theirs to know. */
  #look(name: string, { state }: Room<DrawAndGuess>): void {
    const phase = state?.phase
    if (!phase || !('drawer' in phase) || phase.drawer !== name) return
    for (const word of [state.own?.word, ...(state.own?.choices ?? [])])
      if (typeof word === 'string') this.#entitled.get(name)?.add(word)
    if (phase.name === 'drawing' && state.own?.word) this.#drawn.add(state.own.word)
  }

  async #live(player: Player): Promise<void> {
    while (!this.#ended) {
      await setTimeout(REST * (0.5 + Math.random()))
      // What comes between two moves may be the end of a turn: then it is refused.
      await this.#move(player).catch(() => undefined)
    }
  }

  async #move({ name, room }: Player): Promise<void> {
    const { state } = room
    const phase = state?.phase
    if (!phase || !room.live) return
    if (phase.name === 'ready' || phase.name === 'over') await room.act.play({})
    else if (phase.name === 'choosing' && phase.drawer === name) await room.act.choose({ index: 0 })
    else if (phase.name === 'drawing' && phase.drawer === name)
      await room.act.begin({ id: `s${10_000 + room.version}`, colour: 1, width: 2, at: [1, 2] })
    else if (phase.name === 'drawing') await this.#guess(name, room)
  }

  async #guess(name: string, room: Room<DrawAndGuess>): Promise<void> {
    const word = this.#players.map(({ room }) => room.state?.own?.word).find((known) => typeof known === 'string')
    const dreams = word !== undefined && word !== null && Math.random() < DREAMS
    if (dreams) this.#entitled.get(name)?.add(word)
    await room.act.say({ text: dreams ? word : 'no idea' })
  }
}
