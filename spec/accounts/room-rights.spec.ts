import { expect } from 'chai'
import {
  isForEveryone,
  mayActOn,
  mayInRoom,
  mayMakeRooms,
  RIGHTS,
  RIGHTS_IN_HOST_ROOMS,
} from '../../server/accounts/room-rights.ts'
import type { RoomOperation } from '../../server/protocol/room-operations.ts'

const NOW = 1000
const root = { id: 'root', roles: ['administrator'] }
const [olga, mo, ivy, eve] = ['olga', 'mo', 'ivy', 'eve'].map((id) => ({ id })) as [
  { id: string },
  { id: string },
  { id: string },
  { id: string },
]
const open = { owner: 'olga', moderators: ['mo'] }
const closed = { ...open, users: ['olga', 'mo', 'ivy'] }
const operations = Object.keys(RIGHTS) as RoomOperation[]

/** The operations that a user has in a room. */
const of = (user: { id: string }, room: Parameters<typeof mayInRoom>[2], now = NOW): string[] =>
  operations.filter((operation) => mayInRoom(user, operation, room, now))

const VISITING = ['see', 'enter', 'watch', 'act', 'leave']
const MODERATING = ['seeInvited', 'seeBans', 'invite', 'uninvite', 'links', 'answerKnocks', 'remove', 'ban', 'lift']
const OWNING = ['edit', 'setRole', 'transfer', 'archive', 'restore', 'delete']

describe('rights in rooms', () => {
  it('[P10] lets everybody into a public room, and those who are invited into a private one', () => {
    expect(of(eve, open)).to.deep.equal(VISITING)
    expect(of(ivy, closed)).to.deep.equal(VISITING)
    expect(of(eve, closed)).to.deep.equal(['leave'])
  })

  it('[P10] gives moderators those of people, the owner all that is a room’s, and administrators the same in every room, and its end', () => {
    expect(of(mo, closed)).to.deep.equal([...VISITING, ...MODERATING])
    expect(of(olga, closed)).to.deep.equal([...VISITING, ...MODERATING, ...OWNING])
    expect(of(root, { ...closed, watch: 'nobody' })).to.deep.equal([...VISITING, ...MODERATING, ...OWNING, 'close'])
  })

  it('[P10] keeps whoever is banned out of everything for as long as the ban lasts, and nobody else', () => {
    const banned = (until: number | null) => ({ ...open, bans: [{ user: 'eve', until }] })
    expect(of(eve, banned(null))).to.deep.equal(['leave'])
    expect(of(eve, banned(NOW + 1))).to.deep.equal(['leave'])
    expect(of(eve, banned(NOW)), 'its time is over').to.deep.equal(VISITING)
    expect(of(ivy, banned(null))).to.deep.equal(VISITING)
    expect(isForEveryone(banned(NOW + 1), NOW)).to.equal(false)
    expect(isForEveryone(banned(NOW), NOW)).to.equal(true)
  })

  it('[P10] makes of a deleted room one that only its owner and administrators see, to recover it', () => {
    const deleted = { ...open, deletedAt: 1 }
    for (const user of [eve, mo]) expect(of(user, deleted)).to.deep.equal(['leave'])
    for (const user of [olga, root]) expect(of(user, deleted)).to.deep.equal(['see', 'leave', 'recover'])
    expect(isForEveryone(deleted, NOW)).to.equal(false)
  })

  it('lets those watch whom the room lets', () => {
    const watching = (watch: 'nobody' | 'members' | 'entrants' | 'everybody', room: object) =>
      [olga, mo, ivy, eve].filter((user) => mayInRoom(user, 'watch', { ...room, watch }, NOW)).map(({ id }) => id)
    expect(watching('nobody', open)).to.deep.equal([])
    expect(watching('members', open)).to.deep.equal(['olga', 'mo'])
    expect(watching('members', closed)).to.deep.equal(['olga', 'mo', 'ivy'])
    expect(watching('entrants', open)).to.deep.equal(['olga', 'mo', 'ivy', 'eve'])
    expect(watching('entrants', closed)).to.deep.equal(['olga', 'mo', 'ivy'])
    expect(watching('everybody', closed)).to.deep.equal(['olga', 'mo', 'ivy', 'eve'])
    expect(watching('members', { ...open, seated: true }), 'by a seat').to.deep.equal(['olga', 'mo', 'ivy', 'eve'])
    expect(watching('members', { ...closed, seated: true }), 'which lets nobody in').to.deep.equal([
      'olga',
      'mo',
      'ivy',
    ])
    expect(of(eve, { ...closed, watch: 'everybody' }), 'to watch only').to.deep.equal(['see', 'watch', 'leave'])
    expect(isForEveryone({ ...closed, watch: 'everybody' }, NOW)).to.equal(true)
  })

  it('leaves a host’s room what the code says: people are removed from it, and administrators archive it, or end it', () => {
    const hosted = { ...open, hosted: true }
    expect(of(olga, hosted)).to.deep.equal([...VISITING, 'seeInvited', 'seeBans', 'remove', 'ban', 'lift'])
    expect(of(root, hosted)).to.have.members(Object.keys(RIGHTS_IN_HOST_ROOMS))
    expect(of(root, hosted)).not.to.include('edit')
  })

  it('lets nobody act on the owner, nor on themselves, and none but the owner on moderators', () => {
    expect(mayActOn(mo, 'eve', open)).to.equal(true)
    expect(mayActOn(mo, 'olga', open)).to.equal(false)
    expect(mayActOn(mo, 'mo', open)).to.equal(false)
    expect(mayActOn(mo, 'mia', { ...open, moderators: ['mo', 'mia'] })).to.equal(false)
    expect(mayActOn(olga, 'mo', open)).to.equal(true)
    expect(mayActOn(root, 'mo', open)).to.equal(true)
    expect(mayActOn(root, 'olga', open)).to.equal(false)
  })

  it('lets those make rooms whom the server lets', () => {
    const mod = { id: 'mod', roles: ['moderator'] }
    expect([eve, mod, root].map((user) => mayMakeRooms(user, 'everyone'))).to.deep.equal([true, true, true])
    expect([eve, mod, root].map((user) => mayMakeRooms(user, 'moderators'))).to.deep.equal([false, true, true])
    expect([eve, mod, root].map((user) => mayMakeRooms(user, 'administrators'))).to.deep.equal([false, false, true])
  })
})
