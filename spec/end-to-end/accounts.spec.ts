import { expect } from 'chai'
import { io, type Socket } from 'socket.io-client'
import type { NewUser } from '../../server/accounts/users.ts'
import { chat } from '../../server/applications/chat.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { type SignInAnswer, signInAnswer } from '../../server/protocol/http-messages.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { rejection } from '../support/rejection.ts'
import { soon, waitFor } from './support/wait-for.ts'

const password = 'a good password'
const users: NewUser[] = [
  ...['ann', 'bob', 'cid'].map((username) => ({ id: username, username, password })),
  { id: 'root', username: 'administrator', password, roles: ['administrator'] },
]
const rooms = [
  { id: 'R:all', name: 'For all', application: 'chat' },
  { id: 'R:ann', name: 'Ann’s', application: 'chat', users: ['ann', 'bob'] },
  { id: 'R:cid', name: 'Cid’s', application: 'chat', users: ['cid'] },
  { id: 'R:none', name: 'Nobody’s', application: 'chat', users: [] },
]

describe('accounts, over HTTP and sockets', () => {
  let server: SocDrawServer
  let bots: Bots<typeof chat>
  let sockets: Socket[]

  beforeEach(async () => {
    server = await createServer({
      data: 'memory',
      applications: [chat],
      users,
      rooms,
      maxLag: Number.POSITIVE_INFINITY,
      port: 0,
      logLevel: 'silent',
      signInLimit: 'none',
    })
    bots = new Bots(server, 'chat')
    sockets = []
  })

  afterEach(async () => {
    bots.close()
    for (const socket of sockets) socket.disconnect()
    await server.stop()
  })

  async function signIn(username: string): Promise<SignInAnswer> {
    const response = await fetch(`${server.url}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
    expect(response.status).to.equal(201)
    return signInAnswer.parse(await response.json())
  }

  async function signOut(token: string): Promise<void> {
    const headers = { authorization: `Bearer ${token}` }
    const { status } = await fetch(`${server.url}/api/sessions`, { method: 'DELETE', headers })
    expect(status).to.equal(204)
  }

  /** Connects without coming back by itself. */
  function dial(token: unknown): Socket {
    const options = { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token } }
    const socket = io(`${server.url}/chat`, options)
    sockets.push(socket)
    return socket
  }

  /** The code that a handshake with this token is refused with. */
  function refusalOf(token: unknown): Promise<unknown> {
    const socket = dial(token)
    const refused = new Promise((resolve, reject) => {
      socket.on('connect', () => reject(new Error('was let in')))
      socket.on('connect_error', (error: Error & { data?: { code: string } }) => resolve(error.data?.code))
    })
    return soon(refused, 'the handshake was answered')
  }

  const connections = () => server.io.of('/chat').sockets.size

  it('who signed in over HTTP is that user on the socket, under the name of their account', async () => {
    const { token, user } = await signIn(' ANN ')
    const lobby = await bots.connect('ann', token)
    expect([user, lobby.user]).to.deep.equal([
      { id: 'ann', name: 'ann' },
      { id: 'ann', name: 'ann' },
    ])
  })

  it('[P10] lists for each user the rooms they may enter, and no others', async () => {
    const seen: { [user: string]: string[] } = {}
    for (const { username } of users) {
      const lobby = await bots.connect(username, (await signIn(username)).token)
      seen[username] = lobby.rooms.map(({ id }) => id)
    }
    expect(seen).to.deep.equal({
      ann: ['R:all', 'R:ann'],
      bob: ['R:all', 'R:ann'],
      cid: ['R:all', 'R:cid'],
      administrator: ['R:all', 'R:ann', 'R:cid', 'R:none'],
    })
  })

  it('[P10] what happens in a room is told in the lobby to those who may enter it, and to no others', async () => {
    const [ann, cid] = [(await signIn('ann')).token, (await signIn('cid')).token]
    const heard: string[] = []
    const outsider = dial(cid)
    outsider.onAny((event: string, ...args: unknown[]) => heard.push(JSON.stringify([event, ...args])))
    await outsider.emitWithAck('rooms', { after: 0, look: true })
    const [lobby, other] = [await bots.connect('ann', ann), await bots.connect('bob', (await signIn('bob')).token)]
    for (const id of ['R:ann', 'R:all']) {
      await lobby.enter(id)
      await until(other, (seen) => seen.rooms.find((room) => room.id === id)?.members === 1)
    }
    // The second room's news come after the first one's.
    await waitFor(() => heard.some((text) => text.includes('R:all') && text.includes('"members":1')))
    expect(heard.filter((text) => text.includes('R:ann') || text.includes('Ann’s'))).to.deep.equal([])
  })

  it('[P10] a room for others answers exactly as one that does not exist', async () => {
    const socket = dial((await signIn('cid')).token)
    const answers = async (room: string) => [
      await socket.emitWithAck('enter', room, { client: 'c' }),
      await socket.emitWithAck('act', room, { client: 'c', seq: 1, name: 'say', payload: { text: 'x' } }),
      await socket.emitWithAck('leave', room),
    ]
    const missing = await answers('R:missing')
    expect(missing.map(({ error }) => error.code)).to.deep.equal(Array(3).fill('ROOM_NOT_FOUND'))
    expect(await answers('R:ann')).to.deep.equal(missing)
    expect(await answers('R:none')).to.deep.equal(missing)
  })

  it('who changes their password, ends a session or deletes the account cuts the sockets of those that end, at once', async () => {
    const ask = async (token: string, method: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
      const request = { method, headers, ...(body && { body: JSON.stringify(body) }) }
      return fetch(`${server.url}/api/account${path}`, request)
    }
    const [own, second, third] = [await signIn('ann'), await signIn('ann'), await signIn('ann')]
    const connected = async (token: string) => {
      const socket = dial(token)
      await waitFor(() => socket.connected)
      return socket
    }
    const [here, there, elsewhere] = [
      await connected(own.token),
      await connected(second.token),
      await connected(third.token),
    ]
    const { sessions } = await (await ask(own.token, 'GET', '/sessions')).json()
    const ownId = sessions.find((session: { own: boolean }) => session.own).id
    const listed = sessions.map(({ id }: { id: string }) => id).filter((id: string) => id !== ownId)
    expect((await ask(own.token, 'DELETE', `/sessions/${listed[0]}`)).status).to.equal(204)
    await waitFor(() => [there, elsewhere].filter(({ connected }) => connected).length === 1)
    const change = { old: password, wanted: 'correct horse battery' }
    expect((await ask(own.token, 'PUT', '/password', change)).status).to.equal(204)
    await waitFor(() => !there.connected && !elsewhere.connected)
    expect(here.connected).to.equal(true)
    expect((await ask(own.token, 'POST', '/deletion', { password: change.wanted })).status).to.equal(204)
    await waitFor(() => !here.connected)
    expect(await refusalOf(own.token)).to.equal('UNAUTHENTICATED')
  })

  it('[P10] one who is disabled hears nothing more from the answer to the administrator on, and does not come back', async () => {
    const [root, ann, bob] = [await signIn('administrator'), await signIn('ann'), await signIn('bob')]
    const room = await (await bots.connect('bob', bob.token)).enter('R:ann')
    const tabs = [dial(ann.token), dial((await signIn('ann')).token)]
    const heard: string[] = []
    for (const tab of tabs) {
      await waitFor(() => tab.connected)
      expect(await tab.emitWithAck('enter', 'R:ann', { client: 'c' })).to.include({ ok: true })
      tab.onAny((event: string) => heard.push(event))
    }
    await until(room, ({ status }) => status === 'running')
    const set = (disabled: boolean) =>
      fetch(`${server.url}/api/users/ann`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${root.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ disabled }),
      })
    expect((await set(true)).status).to.equal(200)
    const answered = performance.now()
    await waitFor(() => tabs.every(({ connected }) => !connected))
    expect(performance.now() - answered, 'until all connections were cut, in milliseconds').to.be.below(100)
    heard.length = 0
    await room.act.say({ text: 'is anybody there' })
    // Nobody waits for somebody who can't come back: the seat is free, without the grace.
    await until(room, ({ members }) => !members.some(({ id }) => id === 'ann'))
    expect(heard).to.deep.equal([])
    expect(await refusalOf(ann.token)).to.equal('UNAUTHENTICATED')
    expect((await set(false)).status).to.equal(200)
    expect((await signIn('ann')).user.id).to.equal('ann')
  })

  it('an administrator enters a room that is for others, is seen there, and heard', async () => {
    const lobby = await bots.connect('ann', (await signIn('ann')).token)
    const room = await lobby.enter('R:ann')
    const above = await bots.connect('root', (await signIn('administrator')).token)
    const visited = await above.enter('R:ann')
    await until(room, ({ members }) => members.some(({ id, name }) => id === 'root' && name === 'administrator'))
    await until(visited, ({ status }) => status === 'running')
    await visited.act.say({ text: 'good evening' })
    await until(room, ({ state }) => state?.messages.at(-1)?.text === 'good evening')
    expect(room.state?.messages.at(-1)).to.include({ sender: 'root', name: 'administrator' })
  })

  it('signing out drops the sockets of that session, and of no other', async () => {
    const [first, second, bob] = [await signIn('ann'), await signIn('ann'), await signIn('bob')]
    const ending = [dial(first.token), dial(first.token)]
    const staying = [dial(second.token), dial(bob.token)]
    await waitFor(() => sockets.every(({ connected }) => connected))
    const ended = Promise.all(ending.map((socket) => new Promise((resolve) => socket.on('disconnect', resolve))))
    await signOut(first.token)
    await soon(ended, 'its sockets were dropped')
    expect(await refusalOf(first.token)).to.equal('UNAUTHENTICATED')
    for (const socket of staying) {
      expect(await socket.emitWithAck('enter', 'R:ann', { client: 'c' })).to.include({ ok: true })
    }
    // Twice, or with nothing to sign out of, is no way to anybody else's session.
    await signOut(first.token)
    await signOut('x'.repeat(43))
    expect(staying.every(({ connected }) => connected)).to.equal(true)
  })

  it('a member who signs out is shown as away, and their page is told to sign in', async () => {
    const [ann, bob] = [await signIn('ann'), await signIn('bob')]
    const lobby = await bots.connect('ann', ann.token)
    await lobby.enter('R:ann')
    const room = await (await bots.connect('bob', bob.token)).enter('R:ann')
    await until(room, ({ members }) => members.length === 2)
    await signOut(ann.token)
    await until(room, ({ members }) => members.some(({ id, connected }) => id === 'ann' && !connected))
    await until(lobby, ({ error }) => error?.code === 'UNAUTHENTICATED')
  })

  it('what is no token is UNAUTHENTICATED, whatever it is, and nobody hears of it', async () => {
    const { token } = await signIn('ann')
    const reports: unknown[] = []
    server.http.log.error = (...args: unknown[]) => {
      reports.push(args)
    }
    const wrong = [undefined, null, '', 1, true, [], [token], {}, { token }, `${token} `, token.slice(1), `${token}x`]
    for (const each of [
      ...wrong,
      token.toUpperCase(),
      'x'.repeat(43),
      Buffer.from(token),
      'ann',
      'x'.repeat(100_000),
    ]) {
      expect(await refusalOf(each), JSON.stringify(each)?.slice(0, 60)).to.equal('UNAUTHENTICATED')
    }
    const lobby = rejection(bots.connect('ann', 'wrong'))
    expect(await lobby).to.include({ code: 'UNAUTHENTICATED', retryable: false })
    expect(reports).to.deep.equal([])
  })

  it('a sign-out that races with connecting leaves no connection of the session behind', async () => {
    const tokens = (await Promise.all(Array.from({ length: 20 }, () => signIn('ann')))).map(({ token }) => token)
    await Promise.all(
      tokens.map(async (token, index) => {
        const socket = dial(token)
        // At moments that spread over all of the handshake.
        await waitFor(() => index % 4 !== 1 || socket.io.engine?.readyState === 'open')
        await signOut(token)
        await waitFor(() => !socket.active || !socket.connected)
      }),
    )
    await waitFor(() => connections() === 0, 'no connection is left')
  })

  it('a sign-out while a host’s own middleware still thinks lets nobody in', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      server.io.of('/chat').use((_socket, next) => {
        release = next
        resolve()
      })
    })
    const { token } = await signIn('ann')
    const socket = dial(token)
    const answered = new Promise<unknown>((resolve) => {
      socket.on('connect', () => resolve('let in'))
      socket.on('connect_error', resolve)
    })
    await soon(held, 'the middleware was asked')
    await signOut(token)
    release()
    await soon(answered, 'the handshake was answered')
    await waitFor(() => connections() === 0, 'no connection of the ended session is left', 1000)
  })
})
