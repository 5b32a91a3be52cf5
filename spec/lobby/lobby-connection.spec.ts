import { expect } from 'chai'
import type { Application } from '../../server/contract/application.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { LobbyConnection } from '../../web/lobby/lobby-connection.ts'

/** A lobby with more rooms, which come or fail when the spec says so. */
async function scene() {
  const clock = new FakeClock()
  const rooms = { more: true }
  const asked: { resolve(): void; reject(error: unknown): void }[] = []
  const open = async (): Promise<Lobby<Application>> => ({
    name: 'chat',
    user: { id: 'me', name: 'me' },
    rooms: [],
    get more() {
      return rooms.more
    },
    connection: 'online',
    error: undefined,
    trouble: undefined,
    reopen: async () => undefined,
    subscribe: () => () => undefined,
    look: () => undefined,
    find: () => expect.fail('nobody looks for rooms'),
    listing: () => undefined,
    onKnocked: () => () => undefined,
    enter: () => expect.fail('nobody enters'),
    loadMore: () => new Promise<void>((resolve, reject) => asked.push({ resolve, reject })),
    close: () => undefined,
  })
  const connection = new LobbyConnection({ name: 'chat', title: 'Chat', clock, open })
  expect(connection.more).to.equal('none')
  await connection.connect()
  return { connection, rooms, asked, clock }
}

describe('lobby connection: more rooms', () => {
  it('loads them once at a time, and tells how that stands', async () => {
    const { connection, rooms, asked, clock } = await scene()
    expect(connection.more).to.equal('idle')
    void connection.loadMore()
    void connection.loadMore()
    expect([connection.more, asked.length]).to.deep.equal(['loading', 1])
    asked[0]?.reject(new SocDrawError('TIMED_OUT'))
    await clock.settle()
    expect([connection.more, connection.problem?.code]).to.deep.equal(['failed', 'TIMED_OUT'])
    void connection.loadMore()
    expect([connection.more, connection.problem]).to.deep.equal(['loading', undefined])
    asked[1]?.resolve()
    await clock.settle()
    expect(connection.more).to.equal('idle')
    rooms.more = false
    expect(connection.more).to.equal('none')
  })

  it('makes nothing of what another connection was asked for', async () => {
    const { connection, asked, clock } = await scene()
    void connection.loadMore()
    await connection.connect()
    expect(connection.more).to.equal('idle')
    void connection.loadMore()
    asked[0]?.reject(new SocDrawError('CONNECTION_CLOSED'))
    await clock.settle()
    expect(connection.more).to.equal('loading')
  })
})
