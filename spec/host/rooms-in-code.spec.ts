import { expect } from 'chai'
import type { HostRooms } from '../../server/host/host-rooms.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { application } from '../rooms/keeping/support/kept-core.ts'
import { rejection } from '../support/rejection.ts'

/** What does in code what an operation of the API does. */
const IN_CODE: Readonly<Record<string, keyof HostRooms>> = {
  makeRoom: 'create',
  playNow: 'play',
  showRoom: 'get',
  listRooms: 'list',
  listAllRooms: 'list',
  editRoom: 'update',
  archiveRoom: 'archive',
  restoreRoom: 'restore',
  deleteRoom: 'delete',
  recoverRoom: 'recover',
  closeRoom: 'close',
  listPeople: 'get',
  setRoomRole: 'setRole',
  inviteToRoom: 'invite',
  uninvite: 'uninvite',
  removeMember: 'remove',
  ban: 'ban',
  liftBan: 'lift',
  makeRoomLink: 'makeLink',
  listRoomLinks: 'links',
  endRoomLink: 'endLink',
  lookAtRoomLink: 'lookAtLink',
  useRoomLink: 'useLink',
  knock: 'knock',
  listKnocks: 'knocks',
  answerKnock: 'answerKnock',
}

/** What the host's code knows by itself: it wrote the application. */
const NOT_ABOUT_ROOMS = ['showOptions']

const eve = { id: 'eve', name: 'Eve' }

describe('server.rooms', function () {
  this.timeout(10_000)
  let server: SocDrawServer
  let rooms: HostRooms

  before(async () => {
    const options = { applications: [application], data: 'memory', port: 0, logLevel: 'silent' } as const
    server = await createServer({ ...options, authenticate: async () => null })
    rooms = server.rooms
  })
  after(() => server.stop())

  it('does in code whatever the API does with rooms', async () => {
    const { paths } = (await server.http.inject('/api/openapi.json')).json<{
      paths: Record<string, Record<string, { operationId: string; tags: readonly string[] }>>
    }>()
    const operations = Object.values(paths).flatMap((path) => Object.values(path))
    const ids = operations.filter(({ tags }) => tags.includes('rooms')).map(({ operationId }) => operationId)
    expect(ids.filter((id) => !NOT_ABOUT_ROOMS.includes(id))).to.have.members(Object.keys(IN_CODE))
    const done = Object.keys(rooms).filter((each) => typeof rooms[each as keyof HostRooms] === 'function')
    expect(new Set(Object.values(IN_CODE)), 'and nothing else').to.deep.equal(new Set(done))
  })

  it('lets users in by links, which are the host’s own, and by knocks', async () => {
    const { id } = await rooms.create({ application: application.name, name: 'Hidden', private: true })
    const { code, ...link } = await rooms.makeLink(id, { uses: 1 })
    expect((await rooms.links(id)).map(({ id, madeBy }) => [id, madeBy])).to.deep.equal([[link.id, null]])
    expect(await rooms.lookAtLink(code, eve)).to.deep.include({ mayEnter: false })
    expect(await rooms.useLink(code, eve)).to.deep.include({ mayEnter: true })
    expect((await rooms.get(id)).users).to.deep.equal(['eve'])
    expect(await rejection(rooms.useLink(code, { id: 'bob', name: 'Bob' }))).to.include({ code: 'INVALID_LINK' })
    rooms.knock(id, { id: 'bob', name: 'Bob' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await rooms.knocks(id)).map(({ user }) => user.name)).to.deep.equal(['Bob'])
    await rooms.answerKnock(id, 'bob', true)
    expect((await rooms.get(id)).users).to.deep.equal(['eve', 'bob'])
    const other = await rooms.makeLink(id)
    await rooms.endLink(id, other.id)
    expect(await rejection(rooms.lookAtLink(other.code, eve))).to.include({ code: 'INVALID_LINK' })
    expect(await rejection(rooms.makeLink(id, { uses: 0 }))).to.include({ code: 'INVALID_MESSAGE' })
    expect(await rejection(rooms.get('none'))).to.include({ code: 'ROOM_NOT_FOUND' })
  })

  it('leads a user to a room to play in, which is theirs where none waits', async () => {
    const made = await rooms.play(application.name, { id: 'gus', name: 'Gus' })
    expect(made).to.include({ owner: 'gus', status: 'waiting' })
    expect((await rooms.play(application.name, { id: 'kim', name: 'Kim' })).id).to.equal(made.id)
  })
})
