import { expect } from 'chai'
import fc from 'fast-check'
import type { ChatMessage, chat } from '../../../server/applications/chat.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { ChatLines } from '../../../web/applications/chat-view/chat-lines.ts'
import { Past } from '../../../web/applications/chat-view/past.ts'
import { MOST_LINES, RESTING_LINES, Stretch } from '../../../web/applications/chat-view/stretch.ts'
import type { PastPage } from '../../../web/client/client-api.ts'

/** How many messages the state holds. */
const KEPT = 200

/** A conversation on the server, and the part of it that a reader's page shows. */
class Conversation {
  /** Everything that was said, `chat has started` first. */
  said: ChatMessage[] = [{ id: 0, sender: null, name: 'Room', text: 'chat has started', at: 0 }]
  version = 0
  following = true
  /** How often history was asked for. */
  asked = 0
  /** What the next question is refused with. */
  refusal: SocDrawError | undefined
  readonly clock = new FakeClock()
  readonly stretch = new Stretch()
  readonly past: Past
  #lines = new ChatLines('me')

  constructor() {
    const history = async (request: { before?: number; limit?: number } = {}) => this.#history(request)
    this.past = new Past({ room: { history }, stretch: this.stretch, clock: this.clock, changed: () => undefined })
  }

  /** Somebody says something, after `silent` versions in which nobody does. */
  say(count: number, silent = 0): void {
    this.version += silent
    for (let at = 0; at < count; at += 1) {
      this.version += 1
      const { version: id } = this
      this.said.push({ id, sender: 'ann', name: 'Ann', text: `text ${id}`, at: id })
    }
  }

  /** The state of now comes to the page, with `waiting` predicted messages on it. */
  show(waiting = 0): void {
    const predicted = Array.from({ length: waiting }, (_, at) => {
      return { id: this.version + at + 1, sender: 'me', name: 'me', text: `mine ${at}`, at: 0 }
    })
    const lines = this.#lines.update([...this.said, ...predicted].slice(-KEPT), this.version)
    this.stretch.update(lines, this.version, this.following)
  }

  sayAndShow(count: number): void {
    for (let at = 0; at < count; at += 1) {
      this.say(1)
      this.show()
    }
  }

  /** What `ask` asks for has come. */
  async load(ask: (past: Past) => void): Promise<void> {
    ask(this.past)
    await this.clock.settle()
  }

  /** The ids on the page. */
  get ids(): readonly number[] {
    return this.stretch.lines.filter(({ pending }) => !pending).map(({ id }) => id)
  }

  /** Fails where a message is missing, doubled, changed or out of place, or there are too many of them. */
  check(): void {
    const { ids, said, stretch } = this
    const start = said.findIndex(({ id }) => id === ids[0])
    expect(ids).to.deep.equal(said.slice(start, start + ids.length).map(({ id }) => id))
    if (stretch.joined && ids.length > 0) expect(ids.at(-1)).to.equal(said.at(-1)?.id)
    // One that was loaded at the beginning has all but what the room says as it starts.
    if (stretch.from === null && ids.length > 0) expect(start).to.be.at.most(1)
    expect(stretch.lines.length).to.be.at.most(MOST_LINES)
    expect(new Set(stretch.lines.map(({ key }) => key)).size).to.equal(stretch.lines.length)
    for (const { id, text } of stretch.lines.slice(1)) if (id <= this.version) expect(text).to.equal(`text ${id}`)
  }

  /** As a server gives it: only what was said, newest first, a page at a time. */
  #history({ before = Number.POSITIVE_INFINITY, limit = 100 }: { before?: number; limit?: number }) {
    this.asked += 1
    const { refusal } = this
    this.refusal = undefined
    if (refusal) throw refusal
    const older = this.said.filter(({ id, sender }) => id < before && sender !== null)
    const actions = older
      .slice(-limit)
      .reverse()
      .map(({ id, name, text, at }) => {
        return { version: id, name: 'say' as const, user: { id: 'ann', name }, at, payload: { text } }
      })
    const next = older.length > limit ? (actions.at(-1)?.version ?? null) : null
    return { actions, before: next } satisfies PastPage<typeof chat>
  }
}

describe('the past of a chat', () => {
  it('has nothing before the room’s start, and asks for nothing', async () => {
    const there = new Conversation()
    there.sayAndShow(150)
    await there.load((past) => past.loadAbove())
    expect([there.ids.length, there.stretch.from, there.asked]).to.deep.equal([151, null, 0])
  })

  it('goes up to the very first, page by page, and is never more than fits a page', async () => {
    const there = new Conversation()
    there.say(2500)
    there.show()
    there.following = false
    let pages = 0
    while (there.stretch.from !== null) {
      await there.load((past) => past.loadAbove())
      there.check()
      pages += 1
    }
    expect(pages).to.equal(23)
    expect([there.ids[0], there.ids.length, there.stretch.joined]).to.deep.equal([1, MOST_LINES, false])
  })

  it('comes down again to the newest, where new ones have come meanwhile', async () => {
    const there = new Conversation()
    there.say(1800)
    there.show()
    there.following = false
    for (let page = 0; page < 16; page += 1) await there.load((past) => past.loadAbove())
    expect([there.ids[0], there.ids.at(-1)]).to.deep.equal([1, 1000])
    for (let page = 0; page < 20 && !there.stretch.joined; page += 1) {
      there.say(30, 450)
      there.show()
      await there.load((past) => past.loadBelow())
      there.check()
    }
    expect([there.stretch.joined, there.past.below]).to.deep.equal([true, 'idle'])
    expect(there.ids.length).to.be.within(KEPT, MOST_LINES)
    there.sayAndShow(5)
    there.check()
  })

  it('lets go of the past at once when the reader wants the newest', async () => {
    const there = new Conversation()
    there.say(1500)
    there.show()
    there.following = false
    for (let page = 0; page < 12; page += 1) await there.load((past) => past.loadAbove())
    expect(there.stretch.joined).to.equal(false)
    there.past.loadAbove()
    there.past.loadBelow()
    there.stretch.toNewest()
    await there.clock.settle()
    expect([there.ids.length, there.ids.at(-1), there.stretch.joined]).to.deep.equal([KEPT, 1500, true])
    there.check()
  })

  it('keeps what the state lets go of: some of it for who follows, all of it for who reads further up', () => {
    const there = new Conversation()
    there.say(300)
    there.show()
    there.sayAndShow(250)
    expect(there.ids.length).to.equal(RESTING_LINES)
    there.check()
    there.following = false
    there.sayAndShow(250)
    expect(there.ids.length, 'nothing goes from above the reader').to.equal(RESTING_LINES + 250)
    there.sayAndShow(2000)
    expect([there.stretch.joined, there.ids.length]).to.deep.equal([false, MOST_LINES])
    there.check()
    there.stretch.toNewest()
    there.following = true
    there.sayAndShow(1)
    expect(there.ids.length).to.be.within(KEPT, RESTING_LINES)
  })

  it('leaves no gap where more was said than the state holds, while the page was away', async () => {
    for (const following of [true, false]) {
      const there = new Conversation()
      there.sayAndShow(350)
      there.following = following
      there.say(500)
      there.show()
      there.check()
      expect(there.stretch.joined).to.equal(following)
      if (following) continue
      expect(there.ids.at(-1)).to.equal(350)
      for (let page = 0; page < 3; page += 1) await there.load((past) => past.loadBelow())
      there.check()
      expect([there.stretch.joined, there.ids.at(-1)]).to.deep.equal([true, 850])
    }
  })

  it('begins anew with another history, and takes nothing of the one before', async () => {
    const there = new Conversation()
    there.say(800)
    there.show()
    there.following = false
    await there.load((past) => past.loadAbove())
    there.past.loadAbove()
    there.said = there.said.slice(0, 400)
    there.version = 399
    there.show()
    await there.clock.settle()
    expect([there.ids.length, there.ids.at(-1)]).to.deep.equal([KEPT, 399])
    there.check()
    // Here other versions are messages than there.
    for (let at = 0; at < 300; at += 1) {
      there.say(1, 1)
      there.show()
      there.check()
    }
  })

  it('asks again for what did not come when it is told to', async () => {
    const there = new Conversation()
    there.say(500)
    there.show()
    there.refusal = new SocDrawError('CONNECTION_FAILED')
    there.past.loadAbove()
    there.past.loadAbove()
    expect(there.past.above).to.equal('loading')
    await there.clock.settle()
    expect([there.past.above, there.asked, there.ids.length]).to.deep.equal(['failed', 1, KEPT])
    await there.load((past) => past.loadAbove())
    expect([there.past.above, there.ids.length]).to.deep.equal(['idle', KEPT + 100])
  })

  it('is quiet while it comes, and for a second after it', async () => {
    const there = new Conversation()
    there.say(500)
    there.show()
    expect(there.past.quiet).to.equal(false)
    await there.load((past) => past.loadAbove())
    await there.clock.pass(999)
    expect(there.past.quiet).to.equal(true)
    await there.clock.pass(1)
    expect([there.past.quiet, there.clock.timers]).to.deep.equal([false, 0])
    there.past.hush()
    there.past.stop()
    expect(there.clock.timers).to.equal(0)
  })

  it('[P8] shows a part of what was said without a gap, whatever comes while the reader goes up and down', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('say' as const), count: fc.integer({ min: 1, max: 120 }), silent: fc.nat(300) }),
      fc.record({ kind: fc.constant('miss' as const), count: fc.nat(500), silent: fc.nat(300) }),
      fc.record({ kind: fc.constant('predict' as const), count: fc.nat(3), silent: fc.constant(0) }),
      fc.record({
        kind: fc.constantFrom('above' as const, 'below' as const, 'up' as const, 'end' as const, 'settle' as const),
        count: fc.constant(0),
        silent: fc.constant(0),
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.nat(1500), fc.array(step, { maxLength: 40 }), async (count, steps) => {
        const there = new Conversation()
        there.say(count)
        there.show()
        for (const { kind, count, silent } of steps) {
          switch (kind) {
            case 'say':
              there.version += silent
              there.sayAndShow(count)
              break
            case 'miss':
              there.say(count, silent)
              there.show()
              break
            case 'predict':
              there.show(count)
              break
            case 'above':
              there.past.loadAbove()
              break
            case 'below':
              there.past.loadBelow()
              break
            case 'up':
              there.following = false
              break
            case 'end':
              there.stretch.toNewest()
              there.following = true
              break
            case 'settle':
              await there.clock.settle()
          }
          there.check()
        }
      }),
      { numRuns: 60 },
    )
  })
})
