import type { Context } from '../../contract/context.ts'
import { forgetDeparted } from './departed.ts'
import { playersHere } from './players-here.ts'
import { type Deed, type GuessAlarm, type GuessState, type Moment, type Person, tellAll } from './state.ts'
import { endIfSolved, endTurn } from './turns.ts'

/** The soonest that an alarm rings, in milliseconds. */
const SOON = 16

/** Gives somebody their place in the game. Whoever was there before has their points still. */
export function seat(state: GuessState, { id, name }: Person): void {
  state.own[id] = { word: null, choices: [], lines: [] }
  state.players[id] ??= { name, points: 0 }
  // They may come back under another name.
  state.players[id].name = name
  // Who comes back in the middle of a turn knows what they knew.
  if (state.phase.name === 'drawing' && state.phase.solved.includes(id)) state.own[id].word = state.secret.word
}

/** Somebody is called otherwise: wherever they are named. */
export function renamed(state: GuessState, { id, name }: Person): void {
  const player = state.players[id]
  if (player) player.name = name
  const lines = [...state.lines, ...Object.values(state.own).flatMap((own) => own.lines)]
  for (const line of lines) if (line.user === id) line.name = name
  for (const turn of state.turns) if (turn.drawer === id) turn.name = name
}

/** Somebody has left: their turn ends with them, and so do their votes. */
export function left(state: GuessState, context: Context<never, GuessAlarm>): void {
  const { id } = context.user
  hold(state, context)
  delete state.own[id]
  delete state.votes[id]
  for (const voters of Object.values(state.votes)) takeOut(voters, id)
  // When it ends their turn, that still has their name.
  leaveTurn(state, context, id)
  count(state, context)
  forgetDeparted(state)
}

/**
 * Votes for a player to be put out of the game. Half of those who play can do it, and never one alone.
 * @returns how many votes are still needed
 */
export function vote(state: GuessState, target: string, context: Deed): number {
  const { user, members, refuse } = context
  const players = playersHere(state, members)
  if (target === user.id || !players.some(({ id }) => id === target)) throw refuse('NOT_PLAYING')
  state.votes[target] ??= []
  const voters = state.votes[target]
  if (!voters.includes(user.id)) voters.push(user.id)
  count(state, context)
  return Math.max(0, votesNeeded(players.length) - voters.length)
}

/** Puts out whoever has enough votes against them. Fewer are enough when fewer play, so that one may follow another. */
function count(state: GuessState, moment: Moment): void {
  const players = playersHere(state, moment.members)
  const accused = players.find(({ id }) => (state.votes[id]?.length ?? 0) >= votesNeeded(players.length))
  if (!accused) return
  putOut(state, moment, accused)
  count(state, moment)
}

function putOut(state: GuessState, moment: Moment, { id, name }: Person): void {
  delete state.votes[id]
  for (const voters of Object.values(state.votes)) takeOut(voters, id)
  state.votedOut.push(id)
  tellAll(state, { id: moment.version, kind: 'votedOut', user: id, name, text: '' })
  leaveTurn(state, moment, id)
}

/** How many of so many players put one of them out. */
export function votesNeeded(players: number): number {
  return Math.max(2, Math.floor((players + 1) / 2))
}

/**
 * The room goes on, or had never stopped: what its clocks show is put right. Alarms stand still while a room is paused,
 * and no rule is told of that; one that is set when somebody leaves rings only once the room runs.
 */
export function resumed(state: GuessState, { now }: Moment): void {
  const stood = Math.max(0, now - (state.heldSince ?? now) - SOON)
  state.heldSince = null
  if ('endsAt' in state.phase && stood > 0) state.phase.endsAt += stood
}

function hold(state: GuessState, moment: Moment): void {
  // Somebody else may have left before.
  resumed(state, moment)
  state.heldSince = moment.now
  moment.alarms.set('resumed', { in: SOON })
}

function leaveTurn(state: GuessState, moment: Moment, user: string): void {
  const { phase } = state
  if ('drawer' in phase && phase.name !== 'answer' && phase.drawer === user) endTurn(state, moment, 'gone')
  else endIfSolved(state, moment)
}

function takeOut(users: string[], user: string): void {
  const place = users.indexOf(user)
  if (place >= 0) users.splice(place, 1)
}
