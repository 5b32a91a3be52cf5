import { type Mutant, SECRETS } from './mutant.ts'

/** Faults of the applications. */
export const applicationMutants: readonly Mutant[] = [
  {
    name: 'guess: what is each player’s own shown to everybody',
    file: 'server/applications/draw-and-guess.ts',
    code: "visibility: { own: 'owner', secret: 'server' }",
    instead: "visibility: { secret: 'server' }",
    specs: [SECRETS],
  },
  {
    name: 'guess: the word sent to everybody',
    file: 'server/applications/draw-and-guess.ts',
    code: "visibility: { own: 'owner', secret: 'server' }",
    instead: "visibility: { own: 'owner' }",
    specs: [SECRETS],
  },
  {
    name: 'guess: a hint that comes too early',
    file: 'server/applications/draw-and-guess/turns.ts',
    code: "if (hintsOf(mask) > 0) moment.alarms.set('hint', { in: hintInterval(mask, turn) })",
    instead: "if (hintsOf(mask) > 0) moment.alarms.set('hint', { in: 2000 })",
    specs: [SECRETS],
  },
  {
    name: 'guess: a close guess that all can read',
    file: 'server/applications/draw-and-guess/guessing.ts',
    code: "else if (verdict === 'close') tellOne(state, user.id, line('close'))",
    instead: "else if (verdict === 'close') tellAll(state, line('close'))",
    specs: [SECRETS],
  },
  {
    name: 'guess: the talk of those who know told to all',
    file: 'server/applications/draw-and-guess/guessing.ts',
    code: "for (const listener of knowing) tellOne(state, listener, line('aside'))",
    instead: "tellAll(state, line('aside'))",
    specs: [SECRETS],
  },
]
