import { z } from 'zod/mini'
import type { Context } from '../../contract/context.ts'
import { type Drawing, drawingRefusals, emptyDrawing } from '../drawing/drawing.ts'
import { normalised } from './normalised.ts'

export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

/** How long the drawer may take to choose a word, and everybody to see the answer, in milliseconds. */
export const CHOOSING = 15_000
export const ANSWERING = 5000

/** How many public lines are at hand, and how many that only their owner sees. */
const KEPT_LINES = 100
const KEPT_ASIDES = 50

/** How many turns a table of past ones names. */
const KEPT_TURNS = 150

/** Two letters at least, or one Chinese, with the marks and joiners that they need, and what may stand between them. */
const customWord = z
  .string()
  .check(
    z.trim(),
    z.maxLength(30),
    z.regex(/^['’]?(?:[\p{L}\p{N}][\p{M}\u200c\u200d]*[ '’\u00b7\u05f3\u05f4\u30fb-]*){2,}$|^\p{sc=Han}$/u),
  )

/** A room's settings. All may be left out. */
export const optionsSchema = z.prefault(
  z
    .object({
      /** How long a turn is, in seconds. */
      turn: z._default(z.int().check(z.minimum(30), z.maximum(240)), 80),
      rounds: z._default(z.int().check(z.minimum(1), z.maximum(10)), 3),
      language: z._default(z.enum(LANGUAGES), 'en'),
      /** Words of the room's own, beside those of its language. */
      words: z._default(z.array(customWord).check(z.maxLength(1000)), []),
      /** Only the room's own words are drawn. */
      onlyOwnWords: z._default(z.boolean(), false),
    })
    .check(
      z.refine(
        ({ words, onlyOwnWords }) => !onlyOwnWords || new Set(words.map(normalised)).size >= 3,
        'onlyOwnWords needs three words at least that a guess can tell apart',
      ),
    ),
  {},
)
export type Options = z.output<typeof optionsSchema>

/** Where a game is. Times are milliseconds since 1970; users are named by their ids. */
export type Phase = Ready | Choosing | Guessing | Answer | Over
interface Ready {
  name: 'ready'
}
export interface Choosing {
  name: 'choosing'
  drawer: string
  endsAt: number
}
export interface Guessing {
  name: 'drawing'
  drawer: string
  endsAt: number
  /** The word's characters, each with its marks; null for a letter that isn't revealed. */
  mask: (string | null)[]
  /** Whether the word runs from right to left. */
  rtl?: boolean
  /** How many hints are still to come. */
  hints: number
  /** Who was there to guess when the word was picked. */
  present: string[]
  /** Who has solved it, the first one first. */
  solved: string[]
  /** What each of them gets for it. */
  gains: Record<string, number>
  /** The room's version when it began. */
  from: number
}
export interface Answer {
  name: 'answer'
  drawer: string
  endsAt: number
  /** Null when none was picked. */
  word: string | null
  ended: Ending
  /** What each of them got, the drawer too. */
  gains: Record<string, number>
}
interface Over {
  name: 'over'
}

/** Why a turn was over: its time, everybody knew the word, or the drawer left or was voted out. */
export type Ending = 'time' | 'solved' | 'gone'

/** One line of the conversation. `id` is the room's version when it was said. */
export interface Line {
  readonly id: number
  /** `aside` and `close` are seen by their owners only: talk of those who know the word, and a guess that came close. */
  readonly kind: 'said' | 'aside' | 'close' | 'solved' | 'answer' | 'votedOut'
  readonly user: string
  /** What they are called by now. */
  name: string
  /** What was said; the word of an `answer`; empty else. */
  readonly text: string
  /** Present: it was said by somebody who only watches. */
  readonly watching?: true
}

/** A turn that is over: its drawing is what the room's history has from version `from` to `to`. */
export interface PastTurn {
  readonly drawer: string
  name: string
  readonly word: string
  readonly from: number
  readonly to: number
}

/** What one user alone is sent. */
export interface Own {
  /** Null for whoever doesn't know it. */
  word: string | null
  /** What there is to choose from. */
  choices: string[]
  lines: Line[]
}

export interface GuessState extends Drawing {
  readonly settings: { readonly turn: number; readonly rounds: number; readonly language: Language }
  phase: Phase
  /** From 1; 0 before the first game. */
  round: number
  /** Who has had their turn in this round. */
  drawn: string[]
  /** Everybody who plays, and who has left with points. */
  players: Record<string, { name: string; points: number }>
  /** Who is to be voted out, by whom. */
  votes: Record<string, string[]>
  /** They watch until the next game. */
  votedOut: string[]
  lines: Line[]
  turns: PastTurn[]
  /** Since when the game may stand still, because somebody left; null: it goes on. */
  heldSince: number | null
  /** Each user's own. */
  own: Record<string, Own>
  /** Never sent to anybody. */
  secret: { word: string; used: string[]; words: string[]; onlyOwnWords: boolean }
}

export type GuessAlarm = 'pick' | 'hint' | 'turnEnds' | 'next' | 'resumed'

export const guessRefusals = {
  ...drawingRefusals,
  NOT_YOUR_TURN: 'It is not your turn to draw.',
  NO_TEXT: 'The word is to be drawn, not written.',
  CHOOSE_FIRST: 'Choose your word first.',
  VOTED_OUT: 'You were voted out, and can play again in the next game.',
  NOT_PLAYING: 'They are not playing.',
  TURN_UNDER_WAY: 'Whoever watches can talk when nobody has a turn.',
  UNDER_WAY: 'A game is under way.',
} as const

/** Somebody who is in the room. */
export type Person = Context['user']

/** What the rules need of whatever moves a game on: an action, an alarm, somebody's coming or going. */
export type Moment = Pick<Context<never, GuessAlarm>, 'now' | 'random' | 'members' | 'alarms' | 'version'>
/** The same for what a player does. */
export type Deed = Context<keyof typeof guessRefusals, GuessAlarm>

export function newGuessState({ turn, rounds, language, words, onlyOwnWords }: Options): GuessState {
  return {
    settings: { turn, rounds, language },
    phase: { name: 'ready' },
    round: 0,
    drawn: [],
    players: {},
    votes: {},
    votedOut: [],
    lines: [],
    turns: [],
    heldSince: null,
    own: {},
    secret: { word: '', used: [], words: words.map((word) => word.normalize('NFC')), onlyOwnWords },
    ...emptyDrawing(),
  }
}

/** Says something to everybody. */
export function tellAll({ lines }: GuessState, line: Line): void {
  lines.push(line)
  if (lines.length > KEPT_LINES) lines.shift()
}

/** Says something to one user alone. */
export function tellOne({ own }: GuessState, user: string, line: Line): void {
  const lines = own[user]?.lines
  lines?.push(line)
  if (lines && lines.length > KEPT_ASIDES) lines.shift()
}

export function noteTurn({ turns }: GuessState, turn: PastTurn): void {
  turns.push(turn)
  if (turns.length > KEPT_TURNS) turns.shift()
}
