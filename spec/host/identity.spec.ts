import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { drawAndGuess } from '../../server/applications/draw-and-guess.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { connect } from '../../web/client/connect.ts'
import { rejection } from '../support/rejection.ts'

/** What a careless host may say of a user. */
const NOBODY: readonly unknown[] = [
  { id: 17, name: 'Seventeen' },
  { id: '', name: 'Nobody' },
  { id: '$system', name: 'System' },
  { id: '__proto__', name: 'Proto' },
  { id: 'constructor', name: 'Constructor' },
  { id: 'ann' },
  { id: 'ann', name: '\u202enna' },
  { id: 'ann', name: 'x'.repeat(100_000) },
  { id: 'ann', name: 'Ann', roles: 'administrator' },
  'ann',
]

describe('who the host says that somebody is', () => {
  let server: SocDrawServer | undefined

  afterEach(() => server?.stop())

  it('is looked at: whoever could not be a user is not let in, and the others never notice', async () => {
    server = await startTestServer(chat, {
      authenticate: async ({ auth: { token } }) =>
        (typeof token === 'number' ? NOBODY[token] : { id: token, name: token }) as { id: string; name: string },
    })
    const bots = new Bots<typeof chat>(server, 'chat')
    const [ann] = await Promise.all(['ann', 'bob'].map(async (id) => (await bots.connect(id, id)).enter('R:1')))
    for (const index of NOBODY.keys()) {
      const coming = connect(server.url, 'chat', { token: index as never, timeout: 500, socket: { forceNew: true } })
      expect(await rejection(coming), JSON.stringify(NOBODY[index]).slice(0, 60)).to.have.property('code')
    }
    await until(ann!, ({ status }) => status === 'running')
    expect(ann?.members.map(({ id }) => id)).to.deep.equal(['ann', 'bob'])
    bots.close()
  })

  it('can’t stop a game for all by an id that every object has; ids that only look strange play on', async () => {
    server = await startTestServer(drawAndGuess({ en: ['apple', 'house', 'tree', 'river'], de: [] }))
    const bots = new Bots<ReturnType<typeof drawAndGuess>>(server, 'guess')
    const [ann, odd] = await bots.enter('R:1', 'ann', 'length')
    for (const id of ['toString', 'hasOwnProperty', '__proto__']) {
      const { url } = server
      const coming = connect(url, 'guess', { token: `as ${id}`, timeout: 500, socket: { forceNew: true } })
      expect(await rejection(coming), id).to.have.property('code')
    }
    await until(ann!, ({ status }) => status === 'running')
    await ann?.act.play({})
    await until(odd!, ({ state }) => state?.phase.name === 'choosing')
    expect(Object.keys(odd?.state?.players ?? {})).to.have.members(['ann', 'length'])
    bots.close()
  })

  it('is refused at start where the code names them: accounts and rooms', async () => {
    const host = { applications: [chat], port: 0, data: 'memory', logLevel: 'silent' } as const
    const password = 'long-enough'
    for (const id of ['toString', 'constructor', '$system']) {
      const account = createServer({ ...host, users: [{ id, username: 'ann', password }] })
      expect(await account.catch(String)).to.include(`"${id}" can’t be the id of the account "ann"`)
      const room = createServer({ ...host, rooms: [{ id: 'R:1', name: 'One', application: 'chat', users: [id] }] })
      expect(await room.catch(String)).to.include(`"${id}" can’t be the id of a user of room R:1`)
    }
  })
})
