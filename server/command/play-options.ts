import { parseArgs } from 'node:util'
import { playable } from '../players/players.ts'
import { DEMO_PASSWORD, nameOfDemoUser } from '../shipped/demo.ts'
import { UsageError } from './in-words.ts'

export const PLAY_USAGE = `soc-draw play APPLICATION   fills a room with bots that behave like people; APPLICATION is ${playable.join(', ')}

  --bots NUMBER             how many: 3 by default
  --url ADDRESS             the server: http://localhost:8089 by default
  --room ID                 which room: by default the first one that has place for all of them
  --users NAMES             whom they sign in as, with commas: by default user:1, user:2, …, as in development
  --password PASSWORD       of all of them: ${DEMO_PASSWORD} by default
  --tokens TOKENS           whom they are, with commas, instead: for a server with accounts of its own
  --pace FACTOR             how fast: 1 by default, as people are; 10 is ten times as fast
  --seconds NUMBER          how long: until Ctrl-C by default
  --seed NUMBER             the same number, the same behaviour
  --help
`

/** What `soc-draw play` was told. */
export interface PlayOptions {
  readonly application: string
  readonly bots: number
  readonly url: string
  readonly room: string | undefined
  readonly who:
    | { readonly tokens: readonly string[] }
    | { readonly users: readonly string[]; readonly password: string }
  readonly pace: number
  readonly seconds: number | undefined
  readonly seed: number
}

const OPTIONS = {
  bots: { type: 'string' },
  url: { type: 'string' },
  room: { type: 'string' },
  users: { type: 'string' },
  password: { type: 'string' },
  tokens: { type: 'string' },
  pace: { type: 'string' },
  seconds: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean' },
} as const

type Values = ReturnType<typeof parse>['values']

/**
 * Reads a command line's arguments; undefined when it asks for help.
 * @param random a number in [0, 1), for the seed where none is given
 * @throws UsageError
 */
export function readPlayOptions(args: readonly string[], random: () => number): PlayOptions | undefined {
  const { positionals, values } = parse(args)
  if (values.help) return undefined
  const [application, ...rest] = positionals
  if (application === undefined || rest.length > 0) throw new UsageError(PLAY_USAGE)
  if (!playable.includes(application)) {
    throw new UsageError(`no bot can use ${application}: there are bots for ${playable.join(', ')}`)
  }
  const who = whoOf(values)
  return {
    application,
    bots: who.bots,
    url: addressOf(values.url ?? 'http://localhost:8089'),
    room: values.room,
    who: who.who,
    pace: number('--pace', values.pace, { least: 0.01, most: 1000 }) ?? 1,
    seconds: number('--seconds', values.seconds, { least: 0.1, most: 1e6 }),
    seed: whole('--seed', values.seed, { least: 0, most: 2 ** 32 - 1 }) ?? Math.floor(random() * 2 ** 32),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${PLAY_USAGE}`)
  }
}

function whoOf({ bots, users, password, tokens }: Values): Pick<PlayOptions, 'bots' | 'who'> {
  if (tokens !== undefined && (users !== undefined || password !== undefined)) {
    throw new UsageError('--tokens says who they are: there is no need for --users and --password')
  }
  const named = listOf('--tokens', tokens) ?? listOf('--users', users)
  const wanted = whole('--bots', bots, { least: 1, most: 1000 })
  const count = wanted ?? named?.length ?? 3
  if (named && named.length < count) {
    throw new UsageError(
      `${count} bots need ${count} users, since each has a seat of their own; ${named.length} are named`,
    )
  }
  const first = named?.slice(0, count) ?? Array.from({ length: count }, (_, place) => nameOfDemoUser(place))
  if (tokens !== undefined) return { bots: count, who: { tokens: first } }
  return { bots: count, who: { users: first, password: password ?? DEMO_PASSWORD } }
}

function listOf(option: string, text: string | undefined): string[] | undefined {
  const list = text?.split(',').map((each) => each.trim())
  if (list?.includes('')) throw new UsageError(`${option} must be a list with commas`)
  if (list && new Set(list).size < list.length) throw new UsageError(`${option} names somebody twice`)
  return list
}

function addressOf(text: string): string {
  if (!/^https?:\/\/./.test(text) || !URL.canParse(text)) {
    throw new UsageError(`--url must be an address such as http://localhost:8089, and not ${text}`)
  }
  return new URL(text).origin
}

interface Range {
  readonly least: number
  readonly most: number
}

function number(option: string, text: string | undefined, { least, most }: Range): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new UsageError(`${option} must be a number from ${least} to ${most}`)
  }
  return value
}

function whole(option: string, text: string | undefined, range: Range): number | undefined {
  const value = number(option, text, range)
  if (value !== undefined && !Number.isInteger(value)) throw new UsageError(`${option} must be a whole number`)
  return value
}
