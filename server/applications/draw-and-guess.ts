import { z } from 'zod/mini'
import { defineApplication } from '../contract/define-application.ts'
import { isolated } from '../contract/isolated.ts'
import { plainLine } from '../contract/plain-text.ts'
import { hear, hearWatcher } from './draw-and-guess/guessing.ts'
import { left, renamed, resumed, seat, vote } from './draw-and-guess/players.ts'
import { standings } from './draw-and-guess/scoring.ts'
import { type Deed, type GuessState, guessRefusals, newGuessState, optionsSchema } from './draw-and-guess/state.ts'
import { beginGame, beginTurn, endTurn, giveHint, pick } from './draw-and-guess/turns.ts'
import type { WordLists } from './draw-and-guess/words.ts'
import { strokeCount } from './drawing/drawing.ts'
import { begin, clear, erase, extend, place } from './drawing/ink.ts'
import { beginSchema, eraseSchema, extendSchema, nothingSchema, placeSchema, undoSchema } from './drawing/stroke.ts'
import { redo, undo } from './drawing/undo.ts'

/** How many strokes one drawing may have: more than a hand can make in four minutes. */
const MAX_STROKES = 1000

const index = z.int().check(z.minimum(0), z.maximum(2))
const text = z.string().check(z.overwrite(plainLine), z.trim(), z.minLength(1), z.maxLength(100))

/**
 * One draws a word, the others guess it. A server gives it the words to draw; a browser, which has none of them, gives
 * it empty lists, and predicts the drawer's strokes by it.
 */
export const drawAndGuess = (lists: WordLists) =>
  defineApplication({
    name: 'guess',
    title: 'Draw and guess',
    players: { min: 2, max: 12 },
    spectators: true,
    // As on the drawing board: points of one frame share a patch.
    frameInterval: 50,
    // 1,000 strokes, and as many as can be brought back, of 500 points each with the longest numbers.
    limits: { state: 20 * 1024 * 1024 },
    refusals: guessRefusals,
    options: optionsSchema,
    initialise: ({ options, members }): GuessState => {
      const state = newGuessState(options)
      for (const user of members) seat(state, user)
      return state
    },
    visibility: { own: 'owner', secret: 'server' },
    predict: ['begin', 'extend', 'place', 'erase', 'undo', 'redo'],
    alarms: {
      pick: (state, moment) => pick(state, moment),
      hint: (state, moment) => giveHint(state, moment),
      turnEnds: (state, moment) => endTurn(state, moment, 'time'),
      next: (state, moment) => beginTurn(state, moment, lists),
      resumed: (state, moment) => resumed(state, moment),
    },
    members: {
      joined: (state, { user }) => seat(state, user),
      left: (state, context) => left(state, context),
      renamed: (state, { user }) => renamed(state, user),
    },
    update: (action) => ({
      play: action(nothingSchema, (state, _, context) => {
        if (state.phase.name !== 'ready' && state.phase.name !== 'over') throw context.refuse('UNDER_WAY')
        beginGame(state, context, lists)
      }),
      choose: action(z.object({ index }), (state, { index }, context) => {
        const { phase } = state
        if (phase.name !== 'choosing' || phase.drawer !== context.user.id) throw context.refuse('NOT_YOUR_TURN')
        pick(state, context, index)
      }),
      say: action(z.object({ text }), { spectators: true }, (state, { text }, context) => {
        if (context.spectating) return { heard: hearWatcher(state, text, context) }
        mustPlay(state, context)
        return { heard: hear(state, text, context) }
      }),
      vote: action(z.object({ user: z.string() }), (state, { user }, context) => {
        mustPlay(state, context)
        return { missing: vote(state, user, context) }
      }),
      begin: action(beginSchema, (state, stroke, context) => {
        mustHaveRoom(state, context)
        begin(state, stroke, context)
      }),
      extend: action(extendSchema, (state, points, context) => {
        mustDraw(state, context)
        extend(state, points, context)
      }),
      place: action(placeSchema, (state, shape, context) => {
        mustHaveRoom(state, context)
        if (shape.tool === 'text') throw context.refuse('NO_TEXT')
        place(state, shape, context)
      }),
      erase: action(eraseSchema, (state, strokes, context) => {
        mustDraw(state, context)
        erase(state, strokes, context)
      }),
      undo: action(undoSchema, (state, { only }, context) => {
        mustDraw(state, context)
        undo(state, context, only)
      }),
      redo: action(nothingSchema, (state, _, context) => {
        mustDraw(state, context)
        redo(state, context)
      }),
      clear: action(nothingSchema, (state, _, context) => {
        mustDraw(state, context)
        clear(state)
      }),
    }),
    // By these a drawing can be seen as it was made: see `PastTurn`.
    history: { begin: true, extend: true, place: true, erase: true, undo: true, redo: true, clear: true },
    preview: ({ phase, round, settings, players }) => {
      switch (phase.name) {
        case 'ready':
          return 'About to begin'
        case 'over':
          return `Over: ${winners(players)}`
        default:
          return `Round ${round} of ${settings.rounds}: ${isolated(players[phase.drawer]?.name ?? 'somebody')} draws`
      }
    },
  })

/** The application, for the types of its clients. */
export type DrawAndGuess = ReturnType<typeof drawAndGuess>

function mustPlay({ votedOut, own }: GuessState, { user, refuse }: Deed): void {
  if (votedOut.includes(user.id)) throw refuse('VOTED_OUT')
  // The host can act without a seat, but has no part in the game.
  if (!own[user.id]) throw refuse('NOT_PLAYING', 'You are not playing.')
}

function mustDraw({ phase }: GuessState, { user, refuse }: Deed): void {
  if (phase.name !== 'drawing' || phase.drawer !== user.id) throw refuse('NOT_YOUR_TURN')
}

function mustHaveRoom(state: GuessState, context: Deed): void {
  mustDraw(state, context)
  if (strokeCount(state) < MAX_STROKES) return
  throw context.refuse(
    'BOARD_FULL',
    `A drawing holds ${MAX_STROKES.toLocaleString('en')} strokes. Erase some to go on.`,
  )
}

function winners(players: GuessState['players']): string {
  const first = standings(players).filter(({ place }) => place === 1)
  if (first.length === 0) return 'everybody has left'
  return `${first.map(({ name }) => isolated(name)).join(' and ')} won`
}
