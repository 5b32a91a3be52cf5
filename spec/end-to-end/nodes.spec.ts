import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import type { Handshake } from '../../server/sockets/authenticate.ts'
import { until } from '../../server/testing/bots.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { startBalancer } from '../support/balancer.ts'
import { Nodes } from '../support/nodes.ts'
import { rejection } from '../support/rejection.ts'
import { waitFor } from './support/wait-for.ts'

const readiness = async (server: SocDrawServer) => (await server.http.inject('/readyz')).statusCode

describe('servers that share their data', () => {
  let nodes: Nodes<typeof chat>
  beforeEach(() => {
    nodes = new Nodes(chat)
  })
  afterEach(() => nodes.stop())

  it('[P2] run one room together: its members are at different ones, and see the same', async () => {
    const [here, there] = [await nodes.start(), await nodes.start()]
    expect([await readiness(here), await readiness(there)]).to.deep.equal([200, 200])
    const ann = await (await nodes.connect(here, 'ann')).enter('R:1')
    const bob = await (await nodes.connect(there, 'bob')).enter('R:1')
    for (const room of [ann, bob]) await until(room, ({ status }) => status === 'running')
    await ann.act.say({ text: 'from here' })
    await bob.act.say({ text: 'from there' })
    for (const room of [ann, bob]) {
      await until(room, ({ state }) => state?.messages.length === 3)
      expect(room.state?.messages.slice(1).map(({ text }) => text)).to.deep.equal(['from here', 'from there'])
    }
  })

  it('[P15] hand their rooms over when they stop: nothing is lost, and whoever is elsewhere goes on', async () => {
    const [here, there] = [await nodes.start(), await nodes.start()]
    const ann = await (await nodes.connect(here, 'ann')).enter('R:1')
    const [bob, cid] = await Promise.all(
      ['bob', 'cid'].map(async (name) => (await nodes.connect(there, name)).enter('R:1')),
    )
    if (!bob || !cid) throw new Error('nobody came')
    await until(bob, ({ status }) => status === 'running')
    await ann.act.say({ text: 'before' })
    const stopped = here.stop()
    await bob.act.say({ text: 'while it stops' })
    await stopped
    await cid.act.say({ text: 'after' })
    await until(bob, ({ state }) => state?.messages.at(-1)?.text === 'after')
    expect(bob.state?.messages.slice(1).map(({ text }) => text)).to.deep.equal(['before', 'while it stops', 'after'])
  })

  it('[P15] send those who are connected to the others before they stop, and nobody notices but by a moment', async () => {
    const [here, there] = [await nodes.start(), await nodes.start()]
    const balancer = await startBalancer([here.url, there.url])
    const names = Array.from({ length: 6 }, (_, index) => `user-${index}`)
    const people = await Promise.all(
      names.map(async (name, index) => (await nodes.connect(balancer, name)).enter(index < 3 ? 'R:1' : 'R:2')),
    )
    let stopping = true
    let longest = 0
    const said = people.map(async (room, index) => {
      const texts: string[] = []
      for (let last = performance.now(); stopping || texts.length < 10; last = performance.now()) {
        const text = `${names[index]} ${texts.length}`
        await room.act.say({ text })
        texts.push(text)
        longest = Math.max(longest, performance.now() - last)
        await setTimeout(20)
      }
      return texts
    })
    await setTimeout(100)
    const stopped = here.stop()
    expect(await readiness(here)).to.equal(503)
    await stopped
    stopping = false
    const all = (await Promise.all(said)).map((texts) => new Set(texts))
    for (const [index, room] of people.entries()) {
      const others = [
        ...(all[index < 3 ? 0 : 3] ?? []),
        ...(all[index < 3 ? 1 : 4] ?? []),
        ...(all[index < 3 ? 2 : 5] ?? []),
      ]
      await until(room, ({ state }) => others.every((text) => state?.messages.some((message) => message.text === text)))
      const texts = room.state?.messages.filter(({ sender }) => sender !== null).map(({ text }) => text)
      expect(texts?.sort()).to.deep.equal(others.sort())
      expect(room.error).to.equal(undefined)
    }
    // A moment: most often less than half a second; nobody waits for a lost connection's delay of up to a second and again.
    expect(longest).to.be.below(1500)
    balancer.close()
  })

  it('give the host’s code and HTTP a room that another runs as one of their own', async () => {
    // A space is in no token of HTTP's.
    const authenticate = async ({ auth: { token } }: Handshake) => {
      const id = String(token).replace(/^as[ -]/, '')
      return { id, name: id }
    }
    const [here, there] = [await nodes.start({ authenticate }), await nodes.start({ authenticate })]
    const ann = await (await nodes.connect(here, 'ann')).enter('R:1')
    const bob = await (await nodes.connect(here, 'bob')).enter('R:1')
    await until(ann, ({ status }) => status === 'running')
    const room = there.room<typeof chat>('R:1')
    const seen: (string | undefined)[] = []
    const end = await room.subscribe(({ state }) => void seen.push(state?.messages.at(-1)?.text))
    await bob.act.say({ text: 'from a member' })
    expect(await room.act.say({ text: 'from the host elsewhere' })).to.have.property('id')
    expect((await room.read()).state?.messages.map(({ text }) => text).slice(1)).to.deep.equal([
      'from a member',
      'from the host elsewhere',
    ])
    await until(ann, ({ state }) => state?.messages.length === 3)
    await waitFor(() => seen.at(-1) === 'from the host elsewhere')
    end()
    expect((await room.members).map(({ id }) => id)).to.deep.equal(['ann', 'bob'])
    expect(await room.watchers).to.equal(0)
    expect((await room.history({ limit: 1 })).actions[0]?.user.id).to.equal('$system')
    const headers = { authorization: 'Bearer as-ann' }
    const people = await there.http.inject({ url: '/api/rooms/R:1/people', headers })
    expect(people.json().members.map(({ id }: { readonly id: string }) => id)).to.deep.equal(['ann', 'bob'])
    expect(await rejection(room.act.say({ text: '' }))).to.include({ code: 'INVALID_PAYLOAD' })
    await room.close()
    await until(ann, ({ status }) => status === 'closed')
    expect(await rejection(room.act.say({ text: 'late' }))).to.include({ code: 'ROOM_CLOSED' })
    expect(await rejection(there.room<typeof chat>('R:9').read())).to.include({ code: 'ROOM_NOT_FOUND' })
  })

  it('let the host’s code follow a room from one to the next', async () => {
    const [here, there] = [await nodes.start(), await nodes.start()]
    const ann = await (await nodes.connect(there, 'ann')).enter('R:1')
    // It runs where it was opened first.
    expect(await here.room<typeof chat>('R:1').status).to.equal('running')
    let last: string | undefined
    const end = await here.room<typeof chat>('R:1').subscribe(({ state }) => {
      last = state?.messages.at(-1)?.text
    })
    await ann.act.say({ text: 'before' })
    await waitFor(() => last === 'before')
    await there.stop()
    await here.room<typeof chat>('R:1').act.say({ text: 'after' })
    await waitFor(() => last === 'after')
    end()
  })

  it('are told in words where one has the data to itself', async () => {
    const bus = async () => {
      throw new Error('nobody asks')
    }
    const failed = await startTestServer(chat, { data: 'memory', bus }).then(() => 'started', String)
    expect(failed).to.match(/^BusError: REDIS_URL is for several servers on one PostgreSQL database/)
  })

  it('leave no timer behind where one can’t start: whoever catches that would never end', async () => {
    const clock = new FakeClock()
    const rooms = [{ id: 'R:1', name: 'One', application: 'nobody-has-it' }]
    expect(await nodes.start({ clock, rooms }).then(() => 'started', String)).to.match(/nobody-has-it/)
    expect(clock.timers).to.equal(0)
  })
})
