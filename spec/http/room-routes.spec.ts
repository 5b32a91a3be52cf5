import { expect } from 'chai'
import type { InjectOptions } from 'fastify'
import { rooms as roomsOf } from '../../web/client/index.ts'
import { rejection } from '../support/rejection.ts'
import { allOperations } from './all-operations.ts'
import { deskParts } from './desk-double.ts'
import { useHttp } from './http-harness.ts'

const NEW = { application: 'chat', name: 'Mine' }

describe('routes of rooms', () => {
  const open = useHttp()

  async function served(parts: Parameters<typeof open>[0] = {}) {
    const { desk, rooms } = deskParts()
    const { app } = await open({ rooms, ...parts })
    const ask = (method: InjectOptions['method'] & string, path: string, payload?: object, more: object = {}) =>
      app.inject({
        method: method as 'GET',
        url: `/api/${path}`,
        headers: { authorization: 'Bearer ann-token', ...more },
        ...(payload && { payload }),
      })
    const make = async (more: object = {}) => (await ask('POST', 'rooms', { ...NEW, ...more })).json().room
    return { app, desk, ask, make }
  }

  it('make one, and show it to whoever may see it', async () => {
    const { ask, make } = await served()
    const made = await ask('POST', 'rooms', { ...NEW, private: true, options: { rounds: [3] }, players: { max: 2 } })
    expect([made.statusCode, made.headers.etag]).to.deep.equal([201, '"1"'])
    const { room } = made.json()
    expect(room).to.deep.include({ ...NEW, private: true, options: { rounds: [3] }, owner: { id: 'ann', name: 'ann' } })
    const shown = await ask('GET', `rooms/${room.id}`)
    expect([shown.statusCode, shown.json(), shown.headers.etag]).to.deep.equal([200, { room }, '"1"'])
    const open = await make()
    expect(
      (await ask('GET', `rooms/${open.id}`, undefined, { authorization: 'Bearer bob-token' })).statusCode,
    ).to.equal(200)
  })

  it('[P10] answer of one that may not be seen as of one that there is not, on every route', async () => {
    const { app, make } = await served()
    const { id } = await make({ private: true })
    const inRooms = (await allOperations(app)).filter(({ url }) => url.startsWith('/api/rooms/'))
    expect(inRooms.length).to.be.at.least(13)
    for (const { id: operation, method, url } of inRooms) {
      const answers = []
      for (const room of [id, 'none', '-', 'x'.repeat(100)])
        for (const payload of method === 'GET' ? [undefined] : ['{', '{}']) {
          const headers = { authorization: 'Bearer bob-token', 'content-type': 'application/json' }
          const path = url.replace(`rooms/${'x'.repeat(100)}`, `rooms/${room}`)
          const { statusCode, body } = await app.inject({ method, url: path, headers, ...(payload && { payload }) })
          answers.push(`${statusCode} ${body}`)
        }
      expect([...new Set(answers)], operation).to.have.length(1)
      expect(answers[0], operation).to.match(/^404 .*ROOM_NOT_FOUND/)
    }
  })

  it('refuse whoever sees a room and may not do that, whatever the body, and whoever is not signed in', async () => {
    const { app, desk, make } = await served()
    const { id } = await make()
    for (const { id: operation, method, url } of await allOperations(app)) {
      if (!url.startsWith('/api/rooms/') || method === 'GET') continue
      const path = url.replace(`rooms/${'x'.repeat(100)}`, `rooms/${id}`)
      for (const [authorization, code] of [
        ['Bearer bob-token', 'FORBIDDEN'],
        ['Bearer nobody', 'UNAUTHENTICATED'],
      ]) {
        const headers = { authorization, cookie: 'token=ann-token', 'content-type': 'application/json' }
        const answer = await app.inject({ method, url: path, headers, payload: '{' })
        expect(answer.json().error.code, `${operation} by ${authorization}`).to.equal(code)
      }
    }
    const guest = { authorization: 'Bearer guest-token', 'content-type': 'application/json' }
    const made = await app.inject({ method: 'POST', url: '/api/rooms', headers: guest, payload: '{' })
    expect(made.json().error.code).to.equal('FORBIDDEN')
    expect(desk.done).to.deep.equal([])
  })

  it('change a room only as it was seen, where that is said', async () => {
    const { ask, make } = await served()
    const { id } = await make()
    const edit = (name: string, tag?: string) => ask('PATCH', `rooms/${id}`, { name }, tag ? { 'if-match': tag } : {})
    const changed = await edit('One', '"1"')
    expect([changed.statusCode, changed.json().room.name, changed.headers.etag]).to.deep.equal([200, 'One', '"2"'])
    for (const stale of ['"1"', '"3"', '"x"', '2']) {
      const answer = await edit('Other', stale)
      expect([answer.statusCode, answer.json().error.code], stale).to.deep.equal([412, 'CHANGED_MEANWHILE'])
    }
    expect((await edit('Two')).statusCode).to.equal(200)
    for (const [method, path] of [
      ['POST', 'archive'],
      ['POST', 'restore'],
      ['POST', 'recover'],
      ['POST', 'close'],
      ['DELETE', ''],
    ] as const) {
      const answer = await ask(method, `rooms/${id}/${path}`.replace(/\/$/, ''), undefined, { 'if-match': '"1"' })
      expect([answer.statusCode, answer.json().error.code], path).to.deep.equal([412, 'CHANGED_MEANWHILE'])
    }
  })

  it('[P4] make one room of a request that is sent again, and refuse another with its key', async () => {
    const { ask } = await served()
    const key = { 'idempotency-key': 'a-key' }
    const answers = await Promise.all([1, 2].map(() => ask('POST', 'rooms', NEW, key)))
    answers.push(await ask('POST', 'rooms', NEW, key))
    expect(answers.map(({ statusCode }) => statusCode)).to.deep.equal([201, 201, 201])
    expect(new Set(answers.map(({ body }) => body)).size).to.equal(1)
    expect((await ask('POST', 'rooms', { ...NEW, name: 'Other' }, key)).json().error.code).to.equal('KEY_REUSED')
  })

  it('hand on what is done with people, and who is there', async () => {
    const { ask, desk, make } = await served()
    const { id } = await make()
    const user = encodeURIComponent('https://id.example#u:1')
    const ban = { until: null, reason: 'noise' }
    for (const [method, path, body] of [
      ['PUT', `roles/${user}`, { role: 'moderator' }],
      ['DELETE', `members/${user}`],
      ['PUT', `bans/${user}`, ban],
      ['DELETE', `bans/${user}`],
      ['PUT', 'invited', { username: 'bob' }],
      ['PUT', 'invited', { user: 'u:2' }],
      ['DELETE', `invited/${user}`],
    ] as const)
      expect((await ask(method, `rooms/${id}/${path}`, body)).statusCode, path).to.equal(200)
    const whom = 'https://id.example#u:1'
    expect(desk.done).to.deep.equal([
      ...[
        ['setRole', whom, 'moderator'],
        ['remove', whom],
        ['ban', whom, ban],
        ['lift', whom],
      ],
      ...[
        ['invite', { username: 'bob' }],
        ['invite', { user: 'u:2' }],
        ['uninvite', whom],
      ],
    ])
    const people = (await ask('GET', `rooms/${id}/people`)).json()
    expect(people).to.deep.equal({
      owner: { id: 'ann', name: 'ann' },
      moderators: [],
      members: [{ id: 'u', name: 'U', connected: true }],
      invited: null,
      bans: [],
    })
  })

  it('[P9] refuse what none of it is', async () => {
    const { ask, desk, make } = await served()
    const { id } = await make()
    for (const [method, path, body] of [
      ['POST', 'rooms', { name: 'x' }],
      ['POST', 'rooms', { ...NEW, name: '' }],
      ['POST', 'rooms', { ...NEW, name: 'x'.repeat(101) }],
      ['POST', 'rooms', { ...NEW, players: { min: 0 } }],
      ['POST', 'rooms', { ...NEW, watch: 'somebody' }],
      ['POST', 'rooms', { ...NEW, owner: 'bob' }],
      ['PATCH', `rooms/${id}`, { users: [] }],
      ['PUT', `rooms/${id}/roles/bob`, { role: 'administrator' }],
      ['PUT', `rooms/${id}/invited`, {}],
      ['PUT', `rooms/${id}/invited`, { username: 'a', user: 'b' }],
      ['PUT', `rooms/${id}/bans/bob`, { reason: 'x' }],
      ['PUT', `rooms/${id}/bans/bob`, { until: -1, reason: 'x' }],
      ['PUT', `rooms/${id}/bans/bob`, { until: null, reason: 'x'.repeat(501) }],
    ] as const) {
      const answer = await ask(method, path, body)
      expect([answer.statusCode, answer.json().error.code], JSON.stringify(body)).to.deep.equal([
        400,
        'INVALID_MESSAGE',
      ])
    }
    expect(desk.done).to.deep.equal([])
  })

  it('[P9] refuse one user who makes more than 30 a minute, and no other', async () => {
    const { app } = await served({ signInLimit: 10 })
    const make = (name: string) =>
      app.inject({
        method: 'POST',
        url: '/api/rooms',
        headers: { authorization: `Bearer ${name}-token` },
        payload: NEW,
      })
    for (let n = 0; n < 30; n++) expect((await make('ann')).statusCode).to.equal(201)
    const refused = await make('ann')
    expect([refused.statusCode, refused.json().error.code]).to.deep.equal([429, 'RATE_LIMITED'])
    expect(Number(refused.headers['retry-after'])).to.be.within(1, 60)
    expect((await make('bob')).statusCode).to.equal(201)
  })

  it('tell what rooms of an application can be', async () => {
    const { ask } = await served()
    const told = await ask('GET', 'applications/chat/options')
    expect([told.statusCode, told.json().schema.properties]).to.deep.equal([200, { rounds: { type: 'integer' } }])
    expect((await ask('GET', 'applications/none/options')).json().error.code).to.equal('NOT_FOUND')
  })

  it('are what the client library asks, which changes a room only as it has seen it last', async () => {
    const { app, desk } = await served()
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const [one, two] = [roomsOf(url, { token: 'ann-token' }), roomsOf(`${url}/`, { token: async () => 'ann-token' })]
    const { id } = await one.make(NEW)
    await two.get(id)
    expect((await one.edit(id, { name: 'One' })).name).to.equal('One')
    expect((await rejection(two.edit(id, { name: 'Two' }))).code).to.equal('CHANGED_MEANWHILE')
    await two.ban(id, 'bob', { until: null, reason: '' })
    expect((await two.edit(id, { name: 'Two' })).name).to.equal('Two')
    await two.lift(id, 'bob')
    await two.setRole(id, 'bob', 'owner')
    await two.remove(id, 'a/b')
    await two.invite(id, { username: 'bob' })
    await two.uninvite(id, 'bob')
    for (const what of ['archive', 'restore', 'close', 'delete', 'recover'] as const) await two[what](id)
    expect(desk.done.map(([what]) => what)).to.deep.equal([
      ...['edit', 'ban', 'edit', 'lift', 'setRole', 'remove', 'invite', 'uninvite'],
      ...['archive', 'restore', 'close', 'delete', 'recover'],
    ])
    expect((await two.people(id)).members).to.have.length(1)
    expect((await two.application('chat')).options).to.equal(true)
    expect((await rejection(two.get('none'))).code).to.equal('ROOM_NOT_FOUND')
  })
})
