import { expect } from 'chai'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { type RoomDoors, roomDoors, rooms } from '../../web/client/index.ts'
import { council } from '../support/council.ts'
import { rejection } from '../support/rejection.ts'

const password = 'a good password'

describe('doors of rooms, by the client library', () => {
  let server: SocDrawServer
  let bots: Bots<typeof council>

  beforeEach(async () => {
    server = await createServer({
      ...{ data: 'memory', applications: [council], port: 0, logLevel: 'silent', signInLimit: 'none' },
      maxLag: Number.POSITIVE_INFINITY,
      users: ['ann', 'bob', 'cat'].map((name) => ({
        id: `u:${name}`,
        username: name,
        name: name.toUpperCase(),
        password,
      })),
    })
    bots = new Bots(server, 'council')
  })
  afterEach(async () => {
    bots.close()
    await server.stop()
  })

  const somebody = async (name: string) => {
    const token = await signIn(server.url, name, password)
    return { token, doors: roomDoors(server.url, { token }), lobby: await bots.connect(name, token) }
  }
  const codeOf = async (promise: Promise<unknown>) => (await rejection(promise)).code
  const annsRoom = async (token: string) =>
    (await rooms(server.url, { token }).make({ application: 'council', name: 'Ann’s', private: true })).id

  it('a link lets one in, who sees the room in their list at once and enters; and nobody after', async () => {
    const [ann, bob, cat] = [await somebody('ann'), await somebody('bob'), await somebody('cat')]
    const id = await annsRoom(ann.token)
    const { code, path } = await ann.doors.makeLink(id)
    expect(path).to.equal(`/#link=${code}`)
    expect(code).to.match(/^room\./)
    expect(await ann.doors.links(id)).to.have.length(1)
    expect((await bob.doors.lookAtLink(code)).room.name).to.equal('Ann’s')
    expect((await bob.doors.useLink(code)).mayEnter).to.equal(true)
    await until(bob.lobby, ({ rooms }) => rooms.some((room) => room.id === id), 'the room')
    expect((await bob.lobby.enter(id)).id).to.equal(id)
    expect(await codeOf(cat.doors.useLink(code))).to.equal('INVALID_LINK')
    const another = await ann.doors.makeLink(id, { uses: 2 })
    await ann.doors.endLink(id, another.id)
    expect(await codeOf(cat.doors.lookAtLink(another.code))).to.equal('INVALID_LINK')
    expect(await codeOf(ann.doors.endLink(id, another.id))).to.equal('NOT_FOUND')
  })

  it('a knock is told to its owner live, and whoever is admitted sees the room in their list', async () => {
    const [ann, bob] = [await somebody('ann'), await somebody('bob')]
    const id = await annsRoom(ann.token)
    const heard = new Promise<string>((resolve) => void ann.lobby.onKnocked(resolve))
    await bob.doors.knock('nowhere')
    await bob.doors.knock(id)
    expect(await heard).to.equal(id)
    const [knock] = await ann.doors.knocks(id)
    expect(knock?.user).to.deep.equal({ id: 'u:bob', name: 'BOB' })
    expect(await codeOf(bob.lobby.enter(id))).to.equal('ROOM_NOT_FOUND')
    await ann.doors.answerKnock(id, 'u:bob', true)
    await until(bob.lobby, ({ rooms }) => rooms.some((room) => room.id === id), 'the room')
    expect((await bob.lobby.enter(id)).id).to.equal(id)
    expect(await codeOf(ann.doors.answerKnock(id, 'u:bob', false))).to.equal('NOT_FOUND')
  })

  it('a knock that is not heard any more is not told', async () => {
    const [ann, bob] = [await somebody('ann'), await somebody('bob')]
    const id = await annsRoom(ann.token)
    const heard: string[] = []
    ann.lobby.onKnocked((roomId) => void heard.push(roomId))()
    const still = new Promise<void>((resolve) => void ann.lobby.onKnocked(() => resolve()))
    await (bob.doors satisfies RoomDoors).knock(id)
    await still
    expect(heard).to.deep.equal([])
  })
})
