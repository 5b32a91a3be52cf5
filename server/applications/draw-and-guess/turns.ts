import { runsToTheLeft } from '../../contract/isolated.ts'
import { clear } from '../drawing/ink.ts'
import { forgetDeparted } from './departed.ts'
import { hintInterval, hintsOf, maskOf, reveal } from './hints.ts'
import { playersHere } from './players-here.ts'
import { drawerPoints } from './scoring.ts'
import {
  ANSWERING,
  CHOOSING,
  type Ending,
  type Guessing,
  type GuessState,
  type Moment,
  noteTurn,
  type Phase,
  tellAll,
} from './state.ts'
import { offer, type WordLists } from './words.ts'

/** Begins a game with all who are there: with no points, and nobody voted out. */
export function beginGame(state: GuessState, moment: Moment, lists: WordLists): void {
  state.players = Object.fromEntries(moment.members.map(({ id, name }) => [id, { name, points: 0 }]))
  state.votes = {}
  state.votedOut = []
  state.turns = []
  state.drawn = []
  state.round = 1
  beginTurn(state, moment, lists)
}

/** Lets the next in this round choose a word, or begins another round, or ends the game. */
export function beginTurn(state: GuessState, moment: Moment, lists: WordLists): void {
  // Nobody plays alone: rather with somebody who was voted out.
  if (playersHere(state, moment.members).length < 2) state.votedOut = []
  const players = playersHere(state, moment.members)
  if (players.every(({ id }) => state.drawn.includes(id))) {
    if (state.round >= state.settings.rounds) {
      state.phase = { name: 'over' }
      return
    }
    state.round += 1
    state.drawn = []
  }
  const drawer = players.find(({ id }) => !state.drawn.includes(id))?.id
  if (drawer === undefined) return
  clear(state)
  state.drawn.push(drawer)
  enter(state, { name: 'choosing', drawer, endsAt: moment.now + CHOOSING }, moment)
  const own = state.own[drawer]
  if (own) own.choices = offer(state, lists, moment.random)
  moment.alarms.set('pick', { in: CHOOSING })
}

/** Picks one of the words that the drawer has, and lets the others guess; any of them without `index`. */
export function pick(state: GuessState, moment: Moment, index?: number): void {
  const { phase, settings } = state
  if (phase.name !== 'choosing') return
  const own = state.own[phase.drawer]
  const choices = own?.choices ?? []
  const word = choices[index ?? Math.floor(moment.random() * choices.length)]
  if (!own || word === undefined) return
  own.choices = []
  own.word = word
  state.secret.word = word
  state.secret.used.push(word)
  const [turn, mask] = [settings.turn * 1000, maskOf(word)]
  const guessers = playersHere(state, moment.members).filter(({ id }) => id !== phase.drawer)
  const drawing: Guessing = {
    ...{ name: 'drawing', drawer: phase.drawer, endsAt: moment.now + turn, mask, hints: hintsOf(mask) },
    ...{ present: guessers.map(({ id }) => id), solved: [], gains: {}, from: moment.version },
    ...(runsToTheLeft(word) && { rtl: true }),
  }
  enter(state, drawing, moment)
  moment.alarms.clear('pick')
  moment.alarms.set('turnEnds', { in: turn })
  if (hintsOf(mask) > 0) moment.alarms.set('hint', { in: hintInterval(mask, turn) })
}

/** Reveals one more letter. */
export function giveHint(state: GuessState, { random, alarms }: Moment): void {
  const { phase, settings, secret } = state
  if (phase.name !== 'drawing' || phase.hints === 0) return
  reveal(phase.mask, secret.word, random)
  phase.hints -= 1
  if (phase.hints > 0) alarms.set('hint', { in: hintInterval(phase.mask, settings.turn * 1000) })
}

/** Ends a turn once everybody who is there knows the word. */
export function endIfSolved(state: GuessState, moment: Moment): void {
  const { phase } = state
  if (phase.name !== 'drawing') return
  const guessers = playersHere(state, moment.members).filter(({ id }) => id !== phase.drawer)
  if (guessers.length > 0 && guessers.every(({ id }) => phase.solved.includes(id))) endTurn(state, moment, 'solved')
}

/** Ends the turn that goes on: with its points, unless its drawer is gone. */
export function endTurn(state: GuessState, moment: Moment, ended: Ending): void {
  const { phase } = state
  if (phase.name !== 'drawing' && phase.name !== 'choosing') return
  const { drawer } = phase
  const word = phase.name === 'drawing' ? state.secret.word : null
  const name = state.players[drawer]?.name ?? drawer
  if (word !== null && phase.name === 'drawing') {
    noteTurn(state, { drawer, name, word, from: phase.from, to: moment.version })
    tellAll(state, { id: moment.version, kind: 'answer', user: drawer, name, text: word })
  }
  const gains = phase.name === 'drawing' && ended !== 'gone' ? withDrawer(phase) : {}
  for (const [user, points] of Object.entries(gains)) {
    const player = state.players[user]
    if (player) player.points += points
  }
  for (const own of Object.values(state.own)) Object.assign(own, { word: null, choices: [] })
  state.secret.word = ''
  enter(state, { name: 'answer', drawer, endsAt: moment.now + ANSWERING, word, ended, gains }, moment)
  forgetDeparted(state)
  for (const alarm of ['pick', 'hint', 'turnEnds'] as const) moment.alarms.clear(alarm)
  moment.alarms.set('next', { in: ANSWERING })
}

/** Goes on to a phase. How long the game stood still before is nothing to its end. */
function enter(state: GuessState, phase: Phase, { now }: Moment): void {
  state.phase = phase
  if (state.heldSince !== null) state.heldSince = now
}

/** The guessers' points, and what the drawer gets for them. */
function withDrawer(phase: {
  readonly drawer: string
  readonly present: readonly string[]
  readonly gains: Readonly<Record<string, number>>
}): Record<string, number> {
  const ofPresent = phase.present.map((user) => phase.gains[user] ?? 0)
  return { ...phase.gains, [phase.drawer]: drawerPoints(ofPresent) }
}
