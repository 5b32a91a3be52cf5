import { expect } from 'chai'
import fc from 'fast-check'
import { maskOf } from '../../../server/applications/draw-and-guess/hints.ts'
import { votesNeeded } from '../../../server/applications/draw-and-guess/players.ts'
import type { GuessState } from '../../../server/applications/draw-and-guess/state.ts'
import { type DrawAndGuess, drawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import { type Play, play } from '../../../server/testing/play.ts'
import { LISTS, SECOND } from './support.ts'

const PEOPLE = ['ann', 'bob', 'cid', 'dan', 'eve'] as const
const TURN = 30 * SECOND

/** The table is looked at so often, in milliseconds: more often than anything comes and goes. */
const LOOK = 4 * SECOND

const person = fc.constantFrom(...PEOPLE)
/** What somebody may do, sensible or not. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('solve'), who: person }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('choose'), who: person }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(10, 1000, 5000, 10_000, 31_000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('close', 'talk', 'play', 'draw'), who: person }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('leave', 'join', 'disconnect'), who: person }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('vote'), who: person, whom: person }) },
)
type Step = { readonly kind: string; readonly who?: string; readonly whom?: string; readonly ms?: number }

/** A game, and what its table must say. */
class Scene {
  readonly room: Play<DrawAndGuess>
  /** What each has got in this game, by what every answer said. */
  #sums: Record<string, number> = {}
  #before: GuessState

  constructor(room: Play<DrawAndGuess>) {
    this.room = room
    this.#before = structuredClone(room.state)
  }

  async take({ kind, who = '', whom = '', ms = 0 }: Step): Promise<void> {
    const { room } = this
    const { word } = room.state.secret
    const act = room.as(who)
    const done = {
      solve: () => act.say({ text: word || 'nothing' }),
      close: () => act.say({ text: `${word} ${word}` }),
      talk: () => act.say({ text: 'no idea' }),
      choose: () => act.choose({ index: 1 }),
      play: () => act.play({}),
      draw: () => act.begin({ id: `s${10_000 + room.version}`, colour: 1, width: 1, at: [0, 0] }),
      vote: () => act.vote({ user: whom }),
      leave: () => room.leave(who),
      join: () => room.join(who),
      disconnect: () => room.disconnect(who),
      pass: () => room.pass(Math.min(ms, LOOK)),
    }[kind]
    await done?.().catch((error: unknown) => {
      if (!(error instanceof SocDrawError) || error.code === 'ACTION_FAILED') throw error
    })
    this.check()
    if (ms > LOOK) await this.take({ kind, ms: ms - LOOK })
  }

  check(): void {
    const { state, members, now, status } = this.room
    const { phase, own, players, votedOut, secret } = state
    this.#count(state)
    expect(Object.keys(own)).to.have.members(members.map(({ id }) => id))
    for (const [user, { points }] of Object.entries(players)) expect(points, user).to.equal(this.#sums[user] ?? 0)
    for (const [user, points] of Object.entries(this.#sums)) {
      if (points > 0) expect(players, 'who has points').to.have.property(user)
    }
    const knowing = phase.name === 'drawing' ? [phase.drawer, ...phase.solved] : []
    for (const [user, { word, choices }] of Object.entries(own)) {
      expect(word, `${user}’s word`).to.equal(knowing.includes(user) ? secret.word : null)
      const chooses = phase.name === 'choosing' && phase.drawer === user
      expect(choices.length, `${user}’s choices`).to.equal(chooses ? 3 : 0)
    }
    if (phase.name === 'choosing' || phase.name === 'drawing') {
      expect(members.map(({ id }) => id)).to.include(phase.drawer)
      expect(votedOut).not.to.include(phase.drawer)
    }
    const playing = members.filter(({ id }) => !votedOut.includes(id)).length
    for (const [accused, voters] of Object.entries(state.votes)) {
      expect(voters.length, `votes against ${accused}`).to.be.below(votesNeeded(playing))
    }
    if (phase.name === 'drawing') this.#checkTurn(phase, secret.word)
    if ('endsAt' in phase && status === 'running' && state.heldSince === null) {
      const longest = { choosing: 15 * SECOND, drawing: TURN, answer: 5 * SECOND }[phase.name]
      expect(phase.endsAt - now, `what is left of ${phase.name}`).to.be.within(0, longest)
    }
  }

  #checkTurn({ mask, solved, gains, drawer }: Extract<GuessState['phase'], { name: 'drawing' }>, word: string): void {
    expect(mask).to.have.length(maskOf(word).length)
    for (const [place, letter] of mask.entries()) if (letter !== null) expect(letter).to.equal([...word][place])
    expect(Object.keys(gains)).to.have.members(solved)
    expect(new Set(solved).size).to.equal(solved.length)
    expect(solved).not.to.include(drawer)
  }

  #count(state: GuessState): void {
    const before = this.#before
    this.#before = structuredClone(state)
    const begun = state.round === 1 && state.turns.length === 0 && state.phase.name === 'choosing'
    if (begun && state.drawn.length === 1 && ['ready', 'over'].includes(before.phase.name)) this.#sums = {}
    if (state.phase.name !== 'answer' || before.phase.name === 'answer') return
    for (const [user, points] of Object.entries(state.phase.gains)) {
      this.#sums[user] = (this.#sums[user] ?? 0) + points
      expect(points, user).to.be.within(0, 400)
    }
  }
}

describe('draw and guess: whatever its players do', function () {
  this.timeout(60_000)

  it('the table adds up, nobody knows what is not theirs to know, and every game comes to an end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 60 }),
        fc.integer(),
        fc.constantFrom(2, 3, 5),
        async (steps, seed, first) => {
          const options = { turn: TURN / SECOND, rounds: 1 }
          const room = await play(drawAndGuess(LISTS), { members: PEOPLE.slice(0, first), options, seed })
          await room.as('ann').play({})
          const scene = new Scene(room)
          for (const each of steps) await scene.take(each)
          for (const who of PEOPLE.slice(0, 2)) await scene.take({ kind: 'join', who })
          if (room.state.phase.name === 'ready') return
          for (let turns = 0; room.state.phase.name !== 'over'; turns++) {
            expect(turns, 'turns to the end').to.be.below(4 * PEOPLE.length)
            await scene.take({ kind: 'pass', ms: 15 * SECOND })
          }
        },
      ),
      { numRuns: 50 },
    )
  })
})
