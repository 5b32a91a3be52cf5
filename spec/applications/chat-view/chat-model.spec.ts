import { expect } from 'chai'
import type { ChatMessage, ChatState, chat } from '../../../server/applications/chat.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { ChatModel } from '../../../web/applications/chat-view/chat-model.ts'
import type { Room } from '../../../web/client/client-api.ts'
import { Listeners } from '../../../web/common/store.ts'

interface Said {
  readonly text: string
  resolve(result: { id: number }): void
  reject(error: unknown): void
}

/** A chat in which what is said is answered by the spec. */
function open(version = 0) {
  const said: Said[] = []
  const told: boolean[] = []
  const clock = new FakeClock()
  const changes = new Listeners()
  const say = ({ text }: { text: string }) =>
    new Promise<{ id: number }>((resolve, reject) => said.push({ text, resolve, reject }))
  const room = {
    id: 'R:1',
    name: 'First Room',
    players: { min: 2, max: 50 },
    archived: false,
    spectating: false,
    user: { id: 'me', name: 'me' },
    role: 'member',
    state: undefined,
    version,
    status: 'running',
    members: [],
    watchers: 0,
    presence: new Map<string, { typing: boolean }>(),
    present: ({ typing }) => told.push(typing),
    pending: 0,
    live: true,
    error: undefined,
    resyncs: 0,
    act: { say },
    subscribe: (listener) => changes.subscribe(listener),
    leave: async () => ({ elsewhere: false }),
    history: () => expect.fail('nothing older is there'),
  } satisfies Room<typeof chat>
  return { model: new ChatModel(room, clock), room, said, told, clock, changes }
}

const message = (id: number, sender: string | null, text = ''): ChatMessage => ({ id, sender, name: '', text, at: 0 })
const state = (...messages: ChatMessage[]): ChatState => ({ messages })
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('chat model', () => {
  it('keeps a message that failed, with the reason, until it is sent again or taken away', async () => {
    const { model, said } = open()
    model.say('one')
    model.say('two')
    expect(model.unsent).to.deep.equal([])
    said[0]?.reject(new SocDrawError('OUTCOME_UNKNOWN'))
    said[1]?.resolve({ id: 1 })
    await settle()
    const [failed] = model.unsent
    expect(failed).to.include({ text: 'one', problem: 'It is not known whether this took effect.' })
    model.retry(failed?.key ?? 0)
    expect(model.unsent).to.deep.equal([])
    expect(said.map(({ text }) => text)).to.deep.equal(['one', 'two', 'one'])
    said[2]?.reject(new SocDrawError('ROOM_PAUSED'))
    await settle()
    expect(model.unsent).to.have.length(1)
    model.discard(model.unsent[0]?.key ?? 0)
    expect(model.unsent).to.deep.equal([])
  })

  it('sends nothing twice that does not stand there as failed', () => {
    const { model, said } = open()
    model.say('one')
    model.retry(1)
    expect(said).to.have.length(1)
  })

  it('marks what is shown beyond the room’s version as on its way', () => {
    const { model } = open(1)
    model.update(state(message(1, 'me'), message(2, 'me')))
    expect(model.lines.map(({ pending }) => pending)).to.deep.equal([false, true])
  })

  it('sets the divider before the first news since a version, never before one’s own, and leaves it there', () => {
    const { model } = open(5)
    const news = state(message(1, 'ann'), message(2, 'me'), message(3, null), message(4, 'ann'), message(5, 'ben'))
    model.update(state(...news.messages, message(6, 'me')))
    expect(model.unread(news, 1), 'neither one’s own, nor what is on its way').to.equal(2)
    expect(model.firstNew).to.equal(undefined)
    model.open(1)
    expect(model.firstNew).to.equal(4)
    model.update(state(...news.messages, message(6, 'ann')))
    expect(model.firstNew).to.equal(4)
    model.open(6)
    expect(model.firstNew).to.equal(undefined)
  })

  it('tells that one is typing until it is sent or thrown away', () => {
    const { model, told, clock } = open()
    model.typed('h')
    model.say('h')
    model.typed('h')
    model.typed(' ')
    model.typed('h')
    expect(told).to.deep.equal([true, false, true, false, true])
    model.destroy()
    expect(told.at(-1)).to.equal(false)
    expect(clock.timers).to.equal(0)
  })

  it('shows who types until their message is there', () => {
    const { model, room, changes, clock } = open(1)
    model.update(state(message(1, 'ann')))
    room.presence.set('ann', { typing: true })
    changes.notify()
    expect(model.typists.ids).to.deep.equal(['ann'])
    room.version = 2
    model.update(state(message(1, 'ann'), message(2, 'ann')))
    changes.notify()
    expect(model.typists.ids).to.deep.equal([])
    room.presence.set('ann', { typing: true })
    changes.notify()
    model.destroy()
    expect(clock.timers).to.equal(0)
    room.presence.clear()
    changes.notify()
    expect(model.typists.ids, 'it listens no more').to.deep.equal(['ann'])
  })
})
