import { expect } from 'chai'
import { hintInterval } from '../../../server/applications/draw-and-guess/hints.ts'
import type { GuessState } from '../../../server/applications/draw-and-guess/state.ts'
import { drawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import type { Answer } from '../../../server/protocol/events.ts'
import { ROOM_KEY, type RoomDocument } from '../../../server/protocol/room-document.ts'
import { seededRandom } from '../../../server/rooms/seeded-random.ts'
import { applyPatches } from '../../../server/state/apply.ts'
import { type Core, type Entered, startCore, type Tab } from '../../support/core.ts'

const SECRETS = /[\u4e00-\u9fff\uac00-\ud7a3]/gu

/** Words each of whose letters stands in no other word, and nowhere else: any of them that is sent tells of its word. */
const WORDS = Array.from({ length: 60 }, (_, word) => {
  const letters = Array.from({ length: 3 + (word % 8) }, (_, place) => String.fromCodePoint(0x4e00 + word * 16 + place))
  return letters.length > 5 ? `${letters.slice(0, 3).join('')} ${letters.slice(3).join('')}` : letters.join('')
})

type Head = GuessState & { [ROOM_KEY]: RoomDocument }

/** A tab, how much of what it was sent has been looked at, and which secret letters it may have been sent. */
interface Watched {
  readonly tab: Tab
  readonly user: string
  readonly spectates: boolean
  looked: number
  readonly allowed: Set<string>
  readonly answers: unknown[]
}

/** A game of bots that do all that can be done, also what they may not; what each is sent is held against the truth. */
class WatchedGame {
  readonly core: Core
  readonly random: () => number
  readonly watched: Watched[] = []
  readonly found: string[] = []
  truth: Head | undefined
  /** What everybody may know, whoever comes too. */
  readonly #public = new Set<string>()
  #applied = 0
  #pickedAt = 0
  #asides = 0
  bytes = 0
  readonly seen = { solved: 0, close: 0, asides: 0, hints: 0, answers: 0, refusals: 0, entrances: 0 }

  constructor(seed: number) {
    const options = { turn: 30, rounds: 1, words: WORDS, onlyOwnWords: true }
    this.core = startCore(drawAndGuess({ en: [], de: [] }), [{ id: 'R:1', name: 'First Room', options }])
    this.random = seededRandom([seed, 7, 7, 7])
  }

  get state(): Head {
    return this.truth ?? expect.fail('the game has not begun')
  }

  oneOf<Thing>(things: readonly Thing[]): Thing {
    return things[Math.floor(this.random() * things.length)] ?? expect.fail('there is nothing')
  }

  async come(user: string, request: object = {}, knows: Iterable<string> = []): Promise<Watched> {
    const tab = this.core.connect(user, `${user}/${this.watched.length}`)
    const spectates = 'spectate' in request
    const bot: Watched = { tab, user, spectates, looked: 0, allowed: new Set([...this.#public, ...knows]), answers: [] }
    this.watched.push(bot)
    bot.answers.push(await this.heard(tab.enter('R:1', request)))
    this.seen.entrances += 1
    this.look()
    return bot
  }

  async act(bot: Watched, name: string, payload: unknown): Promise<void> {
    const answer = await this.heard(bot.tab.act('R:1', name, payload))
    if (!answer.ok) this.seen.refusals += 1
    bot.answers.push(answer)
    this.look()
  }

  /** What a request is answered, which may take some time. @throws Error when nothing comes within a minute */
  async heard(request: Promise<Answer>): Promise<Answer> {
    let answer: Answer | undefined
    void request.then((given) => {
      answer = given
    })
    for (let waited = 0; waited < 3000; waited++) {
      await this.core.clock.pass(waited === 0 ? 0 : 20)
      if (answer) return answer
    }
    throw new Error('a request is never answered')
  }

  async pass(ms: number): Promise<void> {
    await this.core.clock.pass(ms)
    this.look()
  }

  /** Brings the truth up to date, and holds against it what everybody was sent meanwhile. */
  look(): void {
    this.#advance()
    for (const bot of this.watched) {
      const messages = bot.tab.sent().slice(bot.looked)
      bot.looked += messages.length
      const text = JSON.stringify([messages, bot.answers.splice(0)])
      this.bytes += text.length
      for (const letter of text.match(SECRETS) ?? []) {
        if (!bot.allowed.has(letter)) this.found.push(`${bot.user} was sent ${letter} during ${this.truth?.phase.name}`)
      }
    }
  }

  #advance(): void {
    const commits = this.core.log.batches.flatMap((batch) => batch.flatMap(({ entries }) => entries))
    for (const { commit } of commits.slice(this.#applied)) {
      if (!commit) continue
      const before: object = this.truth ?? { [ROOM_KEY]: { status: 'waiting', started: false, members: [] } }
      // Patches come from the log as they were written.
      this.truth = applyPatches(before as never, JSON.parse(commit.patches)) as unknown as Head
      if (this.truth[ROOM_KEY].started) this.#allow(this.truth, commit.at)
    }
    this.#applied = commits.length
  }

  /** Who may know what from now on. */
  #allow({ phase, secret, own }: GuessState, now: number): void {
    const everybody = this.watched
    const allow = (bots: readonly Watched[], text: string): void => {
      for (const bot of bots) for (const letter of text) bot.allowed.add(letter)
    }
    const tabsOf = (users: readonly string[]) => everybody.filter((bot) => !bot.spectates && users.includes(bot.user))
    if (phase.name === 'choosing') allow(tabsOf([phase.drawer]), (own[phase.drawer]?.choices ?? []).join(''))
    const publish = (text: string): void => {
      for (const letter of text) this.#public.add(letter)
      allow(everybody, text)
    }
    if (phase.name === 'answer' && phase.word) {
      publish(phase.word)
      this.seen.answers += 1
    }
    if (phase.name !== 'drawing') {
      this.#pickedAt = 0
      return
    }
    this.#pickedAt ||= now
    allow(tabsOf([phase.drawer, ...phase.solved]), secret.word)
    const shown = phase.mask.filter((letter) => letter?.match(SECRETS))
    const due = Math.floor((now - this.#pickedAt) / hintInterval(phase.mask, 30_000))
    if (shown.length > due) this.found.push(`${shown.length} letters are revealed where ${due} are due`)
    this.seen.hints += shown.length
    publish(shown.join(''))
  }

  /** A letter that only those who know the word may hear. */
  aside(): string {
    const letter = String.fromCodePoint(0xac00 + this.#asides++)
    const { phase } = this.state
    const knowing = phase.name === 'drawing' ? [phase.drawer, ...phase.solved] : []
    for (const bot of this.watched) {
      if (!bot.spectates && knowing.includes(bot.user)) bot.allowed.add(letter)
    }
    this.seen.asides += 1
    return letter
  }
}

async function move(game: WatchedGame, seats: Watched[]): Promise<void> {
  const { phase, secret } = game.state
  const dice = game.random()
  const bot = game.oneOf(seats)
  const drawer = 'drawer' in phase ? seats.find(({ user }) => user === phase.drawer) : undefined
  const knows = phase.name === 'drawing' && [phase.drawer, ...phase.solved].includes(bot.user)
  if (phase.name === 'choosing' && drawer && dice < 0.5)
    return game.act(drawer, 'choose', { index: game.oneOf([0, 1, 2]) })
  if (phase.name === 'drawing' && drawer && dice < 0.15)
    return game.act(drawer, 'begin', {
      id: `s${10_000 + Math.floor(game.random() * 9e4)}`,
      colour: 1,
      width: 2,
      at: [1, 2],
    })
  if (phase.name === 'drawing' && dice < 0.35) {
    if (knows) return game.act(bot, 'say', { text: `between us: ${game.aside()}` })
    const letters = [...secret.word]
    for (const letter of letters) bot.allowed.add(letter)
    const close = game.random() < 0.5
    game.seen[close ? 'close' : 'solved'] += 1
    return game.act(bot, 'say', { text: close ? `${secret.word} ${secret.word}` : secret.word })
  }
  if (dice < 0.45) return game.act(bot, 'say', { text: 'no idea' })
  if (dice < 0.55)
    return game.act(bot, game.oneOf(['choose', 'extend', 'undo', 'clear', 'play', 'nonsense']), { index: 0 })
  if (dice < 0.6) return game.act(bot, 'vote', { user: game.oneOf(seats).user })
  if (dice < 0.65) {
    bot.answers.push(await game.heard(bot.tab.ask('history', 'R:1', { limit: 200 })))
    return game.look()
  }
  if (dice < 0.7 && seats.length > 2) {
    await game.heard(bot.tab.leave('R:1'))
    bot.tab.disconnect()
    seats.splice(seats.indexOf(bot), 1)
    return game.look()
  }
  if (dice < 0.75) return void seats.push(await game.come(`late${game.watched.length}`))
  if (dice < 0.8) return rejoin(game, seats, bot)
  await game.pass(Math.floor(game.random() * 5000))
}

/** Comes back with the version of long ago, to be sent what was missed. */
async function rejoin(game: WatchedGame, seats: Watched[], bot: Watched): Promise<void> {
  const asking = game.core.connect('asking', `asking/${game.watched.length}`)
  const { version, epoch } = (await game.heard(asking.enter('R:1', { spectate: true }))) as Entered
  bot.tab.disconnect()
  await game.pass(200)
  seats.splice(seats.indexOf(bot), 1)
  seats.push(await game.come(bot.user, { version, epoch }, bot.allowed))
}

describe('draw and guess: its secrets', () => {
  it('[P7] in 100 games nobody is sent a word, a choice, a letter or talk before it is theirs to know', async function () {
    this.timeout(120_000)
    const seen = { solved: 0, close: 0, asides: 0, hints: 0, answers: 0, refusals: 0, entrances: 0 }
    let bytes = 0
    for (let seed = 1; seed <= 100; seed++) {
      const game = new WatchedGame(seed)
      const seats = [await game.come('ann'), await game.come('bob'), await game.come('cid')]
      await game.come('watcher', { spectate: true })
      await game.act(game.oneOf(seats), 'play', {})
      for (let moves = 0; moves < 150 && game.state.phase.name !== 'over'; moves++) await move(game, seats)
      await game.pass(1000)
      expect(game.found.slice(0, 5), `game ${seed}`).to.deep.equal([])
      expect(game.core.reports, `game ${seed}`).to.deep.equal([])
      for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += game.seen[key]
      bytes += game.bytes
      await game.core.registry.stop()
    }
    // Nothing of it would hold if nothing had happened.
    for (const [what, times] of Object.entries(seen)) expect(times, what).to.be.above(100)
    expect(bytes).to.be.above(1_000_000)
  })
})
