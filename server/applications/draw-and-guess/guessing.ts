import { hintsOf } from './hints.ts'
import { judge } from './matching.ts'
import { guesserPoints } from './scoring.ts'
import { type Deed, type Guessing, type GuessState, type Line, type Phase, tellAll, tellOne } from './state.ts'
import { endIfSolved } from './turns.ts'

/** What became of what somebody said: it was heard by all, by those who know the word, or was a guess that counts. */
export type Heard = 'said' | 'aside' | 'close' | 'solved'

/** Takes what a player says: a guess while somebody draws, else talk. What would give the word away is not passed on. */
export function hear(state: GuessState, text: string, context: Deed): Heard {
  const { user, version, refuse } = context
  const { phase } = state
  if (phase.name === 'choosing' && phase.drawer === user.id) throw refuse('CHOOSE_FIRST')
  const line = (kind: Line['kind']): Line => ({ id: version, kind, user: user.id, name: user.name, text })
  if (phase.name !== 'drawing') {
    tellAll(state, line('said'))
    return 'said'
  }
  const knowing = [phase.drawer, ...phase.solved]
  if (knowing.includes(user.id)) {
    for (const listener of knowing) tellOne(state, listener, line('aside'))
    return 'aside'
  }
  const verdict = judge(text, state.secret.word)
  if (verdict === 'solved') solve(state, phase, context)
  else if (verdict === 'close') tellOne(state, user.id, line('close'))
  else tellAll(state, line('said'))
  return verdict === 'wrong' ? 'said' : verdict
}

/** Whether those who only watch can say anything: not while somebody has a turn, who could be the same person with another tab. */
export function hearsWatchers({ name }: { readonly name: Phase['name'] }): boolean {
  return name !== 'choosing' && name !== 'drawing'
}

/** Takes what somebody says who only watches. */
export function hearWatcher(state: GuessState, text: string, { user, version, refuse }: Deed): 'said' {
  if (state.votedOut.includes(user.id)) throw refuse('VOTED_OUT')
  if (!hearsWatchers(state.phase)) throw refuse('TURN_UNDER_WAY')
  tellAll(state, { id: version, kind: 'said', user: user.id, name: user.name, text, watching: true })
  return 'said'
}

function solve(state: GuessState, phase: Guessing, context: Deed): void {
  const { user, now, version } = context
  const turn = state.settings.turn * 1000
  const hints = hintsOf(phase.mask)
  phase.gains[user.id] = guesserPoints({
    left: Math.min(1, Math.max(0, (phase.endsAt - now) / turn)),
    unused: hints === 0 ? 1 : phase.hints / hints,
    rank: phase.solved.length,
  })
  phase.solved.push(user.id)
  const own = state.own[user.id]
  if (own) own.word = state.secret.word
  tellAll(state, { id: version, kind: 'solved', user: user.id, name: user.name, text: '' })
  endIfSolved(state, context)
}
