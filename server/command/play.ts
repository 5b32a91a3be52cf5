import { Crowd } from '../players/crowd.ts'
import { playerOf } from '../players/players.ts'
import { signIn, siteOf } from '../players/sign-in.ts'
import type { Report } from '../players/tally.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { UsageError } from './in-words.ts'
import { PLAY_USAGE, type PlayOptions, readPlayOptions } from './play-options.ts'

/** How often it is said how they do, in milliseconds. */
const TELL = 3000

/**
 * `soc-draw play`: fills a room with bots until the time is over or the process is told to stop.
 * @throws UsageError what whoever started it can do something about
 */
export async function play(args: readonly string[]): Promise<void> {
  const options = readPlayOptions(args, Math.random)
  if (!options) return void process.stdout.write(PLAY_USAGE)
  const crowd = await enter(options)
  const { bots, url, seed, seconds } = options
  const room = crowd.rooms[0]
  const until = seconds === undefined ? 'until Ctrl-C' : `for ${seconds} s`
  say(`${bots} ${bots === 1 ? 'bot is' : 'bots are'} in ${room?.name} (${room?.id}) at ${url}, ${until}; seed ${seed}`)
  if (room && bots < room.players.min && room.status === 'waiting') {
    say(`it starts with ${room.players.min} members: somebody else must come`)
  }
  const began = Date.now()
  const sum = new Sum()
  const tell = (): void => {
    const report = crowd.tally.report()
    sum.add(report)
    say(line(report, crowd, (Date.now() - began) / 1000))
  }
  const telling = setInterval(tell, TELL)
  const curtain = new Curtain(seconds)
  try {
    await Promise.race([crowd.ended, curtain.falls])
  } catch (error) {
    throw inPlainWords(error, options)
  } finally {
    clearInterval(telling)
    await crowd.stop()
    curtain.end()
  }
  sum.add(crowd.tally.report())
  say(sum.whole())
}

/** Counts over all reports. */
class Sum {
  #done = 0
  #acknowledged = 0
  #refused = 0

  add({ done, acknowledged, refusals }: Report): void {
    this.#done += done
    this.#acknowledged += acknowledged
    for (const times of Object.values(refusals)) this.#refused += times
  }

  whole(): string {
    return `they have left: ${this.#done} actions, ${this.#acknowledged} acknowledged, ${this.#refused} refused`
  }
}

function line({ done, acknowledged, p50, p95, refusals }: Report, crowd: Crowd<never>, seconds: number): string {
  const { offline, rooms } = crowd
  return [
    `${seconds.toFixed(0).padStart(4)} s  ${rooms[0]?.status}${offline > 0 ? `, ${offline} offline` : ''}`,
    `${done} done`,
    `${acknowledged} acknowledged`,
    ...(p50 === undefined ? [] : [`p50 ${p50} ms`, `p95 ${p95} ms`]),
    ...Object.entries(refusals).map(([code, times]) => `${code} × ${times}`),
  ].join(', ')
}

async function enter(options: PlayOptions): Promise<Crowd<never>> {
  const { url, application, room, seed, pace } = options
  const player = playerOf(application)
  if (!player) throw new UsageError(`no bot can use ${application}`)
  try {
    const { applications } = await siteOf(url)
    if (!applications.some(({ name }) => name === application)) {
      const names = applications.map(({ name }) => name).join(', ')
      throw new UsageError(`the server at ${url} has no application ${application}: it has ${names}`)
    }
    const tokens = await tokensOf(options)
    return await Crowd.enter({ url, application, player, tokens, seed, pace, ...(room !== undefined && { room }) })
  } catch (error) {
    throw inPlainWords(error, options)
  }
}

async function tokensOf({ url, who }: PlayOptions): Promise<readonly string[]> {
  if ('tokens' in who) return who.tokens
  const tokens: string[] = []
  // One after the other: each costs the server a hash.
  for (const user of who.users) {
    try {
      tokens.push(await signIn(url, user, who.password))
    } catch (error) {
      if (!(error instanceof SocDrawError)) throw error
      if (error.code === 'WRONG_CREDENTIALS') throw new UsageError(strangerIn(user))
      if (error.code === 'NOT_FOUND') throw new UsageError(`the server at ${url} has accounts of its own: use --tokens`)
      throw error
    }
  }
  return tokens
}

function strangerIn(user: string): string {
  const known = `the server knows no ${user} with this password`
  return /^user:\d+$/.test(user) ? `${known}; started with DEMO_USERS=12 it has user:1 to user:12` : known
}

function inPlainWords(error: unknown, { url, room, application }: PlayOptions): unknown {
  if (!(error instanceof SocDrawError)) return error
  const { code, message } = error
  if (code === 'CONNECTION_FAILED') return new UsageError(`there is no server at ${url}`)
  if (code === 'ROOM_NOT_FOUND' && room !== undefined) {
    return new UsageError(`${application} has no room ${room} that they may enter`)
  }
  return new UsageError(`${message} (${code})`)
}

/** The end of a play: after so many seconds, or when the process is told to stop. Told twice, it ends at once. */
class Curtain {
  readonly falls: Promise<void>
  #fall = (): void => {}
  #timer: NodeJS.Timeout | undefined
  readonly #told = (): void => {
    if (this.#asked) process.exit(1)
    this.#asked = true
    this.#fall()
  }
  #asked = false

  constructor(seconds: number | undefined) {
    this.falls = new Promise((resolve) => {
      this.#fall = resolve
    })
    if (seconds !== undefined) this.#timer = setTimeout(this.#fall, seconds * 1000)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, this.#told)
  }

  /** Lets go of the timer and the signals. */
  end(): void {
    clearTimeout(this.#timer)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, this.#told)
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
