import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import type { HostView } from '../../server/host/host-room.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { waitFor } from '../end-to-end/support/wait-for.ts'
import { rejection } from '../support/rejection.ts'

describe('server.room and server.rooms', () => {
  const data = createMemoryStore()
  let server: SocDrawServer
  let bots: Bots<typeof chat>

  before(async () => {
    server = await startTestServer(chat, { data })
    bots = new Bots(server, 'chat')
  })

  after(async () => {
    bots.close()
    await server.stop()
  })

  it('give a host all of a room: state, status, members, past, every change, its end', async () => {
    const room = server.room<typeof chat>('R:1')
    expect([room.id, await room.status, await room.state, await room.members]).to.deep.equal([
      'R:1',
      'waiting',
      undefined,
      [],
    ])
    const seen: HostView<typeof chat>[] = []
    const stop = await room.subscribe((view) => seen.push(view))
    const [ann] = await bots.enter('R:1', 'ann', 'bob')
    await until(ann!, ({ status }) => status === 'running')
    await ann?.act.say({ text: 'hello' })
    await room.act.say({ text: 'from the host' })
    await until(ann!, (shown) => shown.state?.messages.at(-1)?.text === 'from the host')
    const { version, status, members, state } = await room.read()
    expect([status, members.map(({ id }) => id), version]).to.deep.equal(['running', ['ann', 'bob'], ann?.version])
    expect(state?.messages).to.deep.equal(ann?.state?.messages)
    await waitFor(() => seen.at(-1)?.version === version)
    expect(seen.at(-1)?.state).to.deep.equal(state)
    const { actions, before } = await room.history({ limit: 1 })
    expect(actions.map(({ payload, user }) => [payload.text, user.id])).to.deep.equal([['from the host', '$system']])
    expect((await room.history({ before: before ?? 0 })).actions[0]?.payload.text).to.equal('hello')
    expect(await rejection(room.history({ limit: 0 }))).to.include({ code: 'INVALID_MESSAGE' })
    stop()
    await room.close()
    await until(ann!, ({ status }) => status === 'closed')
    expect([await room.status, await rejection(room.act.say({ text: 'late' }))]).to.deep.include('closed')
    expect(
      seen.some((view) => view.status === 'closed'),
      'who has stopped is told nothing',
    ).to.equal(false)
  })

  it('say that there is no such room, whatever is asked of it', async () => {
    const room = server.room<typeof chat>('R:9')
    const asked: Promise<unknown>[] = [room.state, room.status, room.members, room.read(), room.history(), room.close()]
    asked.push(room.subscribe(() => undefined))
    for (const one of asked) expect(await rejection(one)).to.include({ code: 'ROOM_NOT_FOUND' })
  })

  it('list all rooms, page by page or one after the other, as they are now', async () => {
    const { rooms, next } = await server.rooms.list()
    expect(rooms.map(({ id, status, members }) => [id, status, members])).to.deep.equal([
      ['R:1', 'closed', 2],
      ['R:2', 'waiting', 0],
    ])
    expect(rooms[1]).to.deep.include({ name: 'Second Room', application: 'chat', origin: 'host', archived: false })
    expect(next).to.equal(null)
    const first = await server.rooms.list({ limit: 1 })
    expect((await server.rooms.list({ after: first.next ?? 0, limit: 1 })).rooms.map(({ id }) => id)).to.deep.equal([
      'R:2',
    ])
    await data.rooms.ensure([{ id: 'M:1', name: 'Mine', application: 'other', users: ['ann'] }], 'people')
    await data.rooms.archive(['M:1'])
    const all: string[] = []
    for await (const { id, users, origin, archived } of server.rooms) all.push([id, users, origin, archived].join(' '))
    expect(all).to.deep.equal(['R:1  host false', 'R:2  host false', 'M:1 ann people true'])
    const ids = async (query: Parameters<typeof server.rooms.list>[0]) =>
      (await server.rooms.list(query)).rooms.map(({ id }) => id)
    expect(await ids({ archived: false, application: 'chat' })).to.deep.equal(['R:1', 'R:2'])
    expect(await ids({ archived: true })).to.deep.equal(['M:1'])
    for (const wrong of [{ limit: 0 }, { limit: 1001 }, { after: -1 }, { after: 0.5 }])
      expect(await server.rooms.list(wrong).catch(String)).to.include('TypeError')
  })
})
