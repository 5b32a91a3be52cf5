import { expect } from 'chai'
import type { ChatMessage, ChatState, chat } from '../../../server/applications/chat.ts'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import { ChatModel } from '../../../web/applications/chat-view/chat-model.ts'
import type { Room } from '../../../web/client/client-api.ts'

interface Said {
  readonly text: string
  resolve(result: { id: number }): void
  reject(error: unknown): void
}

/** A chat in which what is said is answered by the spec. */
function open() {
  const said: Said[] = []
  const say = ({ text }: { text: string }) =>
    new Promise<{ id: number }>((resolve, reject) => said.push({ text, resolve, reject }))
  const room: Room<typeof chat> = {
    id: 'R:1',
    user: { id: 'me', name: 'me' },
    state: undefined,
    version: 0,
    status: 'running',
    members: [],
    presence: new Map(),
    present: () => undefined,
    pending: 0,
    live: true,
    error: undefined,
    resyncs: 0,
    act: { say },
    subscribe: () => () => undefined,
    leave: async () => undefined,
  }
  return { model: new ChatModel(room), said }
}

const message = (id: number, sender: string | null): ChatMessage => ({ id, sender, name: '', text: '', at: 0 })
const state = (...messages: ChatMessage[]): ChatState => ({ messages })
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('chat model', () => {
  it('shows a message on its way, in its order, until it is said', async () => {
    const { model, said } = open()
    model.say('one')
    model.say('two')
    expect(model.outgoing.map(({ text, problem }) => [text, problem])).to.deep.equal([
      ['one', undefined],
      ['two', undefined],
    ])
    said[0]?.resolve({ id: 1 })
    await settle()
    expect(model.outgoing.map(({ text }) => text)).to.deep.equal(['two'])
  })

  it('keeps a message that failed in its place, with the reason, until it is sent again or taken away', async () => {
    const { model, said } = open()
    model.say('one')
    model.say('two')
    said[0]?.reject(new SocDrawError('OUTCOME_UNKNOWN'))
    said[1]?.resolve({ id: 1 })
    await settle()
    const [failed] = model.outgoing
    expect(failed).to.include({ text: 'one', problem: 'It is not known whether this took effect.' })
    model.retry(failed?.key ?? 0)
    expect(model.outgoing[0]?.problem).to.equal(undefined)
    expect(said.map(({ text }) => text)).to.deep.equal(['one', 'two', 'one'])
    said[2]?.reject(new SocDrawError('ROOM_PAUSED'))
    await settle()
    model.discard(failed?.key ?? 0)
    expect(model.outgoing).to.deep.equal([])
  })

  it('sends nothing twice that is still on its way', () => {
    const { model, said } = open()
    model.say('one')
    model.retry(model.outgoing[0]?.key ?? 0)
    expect(said).to.have.length(1)
  })

  it('sets the divider before the first news at opening, never before one’s own, and leaves it there', () => {
    const { model } = open()
    const news = state(message(1, 'ann'), message(2, 'me'), message(3, null), message(4, 'ann'), message(5, 'ben'))
    model.update(news)
    expect(model.unread(news, 1)).to.equal(2)
    expect(model.firstNew).to.equal(undefined)
    model.open()
    expect(model.firstNew).to.equal(4)
    model.update(state(...news.messages, message(6, 'ann')))
    expect(model.firstNew).to.equal(4)
  })

  it('has no divider where there is no news, the next time it is opened', () => {
    const { model } = open()
    model.update(state(message(1, 'ann')))
    model.unread(state(message(1, 'ann')), 0)
    model.open()
    expect(model.firstNew).to.equal(1)
    model.open()
    expect(model.firstNew).to.equal(undefined)
  })
})
