import { expect } from 'chai'
import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type { Change, Changes, ChangeWatch } from '../../rooms/log/changes.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import type { Store } from '../../stores/store.ts'
import { credentials } from './account-store-suite.ts'
import { after, before, beforeEach, describe, it } from './runner.ts'

/** A store whose servers learn of each other's changes. */
export type OpenedChanges = Store & { readonly changes: Changes }

/** What every store keeps to that tells servers of each other's changes. */
export function describeChanges(name: string, open: () => Promise<OpenedChanges>): void {
  describe(`changes: ${name}`, () => {
    let store: OpenedChanges
    let watch: ChangeWatch
    let made = 0
    before(async () => {
      store = await open()
    })
    after(() => store.close())
    beforeEach(async () => {
      watch = await store.changes.watch()
    })

    async function seen(): Promise<readonly Change[]> {
      const { changes, missed } = await watch.look()
      expect(missed, 'whether more were changed than is told').to.equal(false)
      return changes
    }
    async function makeRoom(): Promise<RoomRecord> {
      const record = { id: `room\ud800${++made}`, name: 'Ours', application: 'told', owner: 'ada', revision: 1 }
      await store.rooms.make(record, 1000)
      return record
    }
    async function makeUser(): Promise<string> {
      const user = credentials(`user${++made}`)
      await store.accounts.addUser(user)
      return user.user.id
    }
    async function signIn(userId: string): Promise<string> {
      const id = `session${++made}`
      const times = { begunAt: 1, usedAt: 1, expiresAt: 50, endsAt: 100 }
      await store.accounts.addSession({ id, userId, tokenHash: `hash:${id}`, ...times, address: '', browser: '' }, 10)
      return id
    }
    const entry = (what: string, room: string, user?: string): AuditEntry => ({
      ...{ at: 1, by: 'ada', what, room },
      ...(user !== undefined && { user }),
    })

    it('tells nothing where nothing was changed, nor what was changed before', async () => {
      await makeRoom()
      watch = await store.changes.watch()
      expect(await seen()).to.deep.equal([])
      expect(await seen()).to.deep.equal([])
    })

    it('tells of a room that is made, changed, archived and purged, each once, in order, with what it was', async () => {
      const first = await makeRoom()
      const there = await store.rooms.find(first.id)
      expect(await seen()).to.deep.equal([{ kind: 'room', room: first.id, revision: 1 }])
      const second = { ...first, name: 'Yours', users: ['ada', 'bob\ud800'], revision: 2 }
      await store.rooms.change({ record: second })
      await store.rooms.change({ record: { ...second, revision: 3 }, archived: true })
      await store.rooms.change({ record: { ...second, deletedAt: 5, revision: 4 } })
      while (await store.rooms.purge(first.id));
      const told = await seen()
      expect(told.map((change) => change.kind === 'room' && [change.room, change.revision])).to.deep.equal(
        [2, 3, 4, 0].map((revision) => [first.id, revision]),
      )
      const [changed, archived, deleted] = told.map((change) => change.kind === 'room' && change.before)
      expect(changed).to.deep.equal(there)
      expect(archived).to.deep.equal({ ...there, record: second })
      expect(deleted).to.deep.include({ archived: true, record: { ...second, revision: 3 } })
      expect(await seen()).to.deep.equal([])
    })

    it('tells nothing of a change that was refused', async () => {
      const room = await makeRoom()
      await seen()
      expect(await store.rooms.change({ record: { ...room, revision: 7 } })).to.equal(undefined)
      expect(await store.rooms.make({ ...room, revision: 1 }, 1000)).to.equal(undefined)
      expect(await seen()).to.deep.equal([])
    })

    it('[P10] tells who is put out of a room by a change, and that it is to be closed, after the change', async () => {
      const room = await makeRoom()
      await seen()
      const revised = (revision: number) => ({ record: { ...room, revision } })
      await store.rooms.change(revised(2), entry('room.remove', room.id, 'bob'))
      await store.rooms.change(revised(3), entry('room.ban', room.id, 'eve'))
      await store.rooms.change(revised(4), entry('room.close', room.id))
      await store.rooms.change(revised(5), entry('room.edit', room.id))
      const told = (await seen()).map(({ kind, ...change }) => ('user' in change ? `${kind} ${change.user}` : kind))
      expect(told).to.deep.equal(['room', 'removal bob', 'room', 'removal eve', 'room', 'closing', 'room'])
    })

    it('tells of who asks to be let into a room, and of who asks no more', async () => {
      const { id } = await makeRoom()
      await seen()
      const knock = { user: { id: 'zoe', name: 'Zoe' }, at: 5 }
      await store.doors.knock(id, knock, { most: 5, since: 0 })
      expect(await seen()).to.deep.equal([{ kind: 'knocks', room: id }])
      await store.doors.knock(id, knock, { most: 5, since: 0 })
      expect(await seen(), 'who asks already').to.deep.equal([])
      await store.doors.removeKnock(id, 'zoe')
      expect(await seen()).to.deep.equal([{ kind: 'knocks', room: id }])
    })

    it('tells of sessions that end, in whichever way, and which go on', async () => {
      const user = await makeUser()
      const sessions: string[] = []
      for (let count = 0; count < 6; count++) sessions.push(await signIn(user))
      await seen()
      const [one = '', two = '', three = '', ...others] = sessions
      await store.accounts.removeSession(`hash:${one}`)
      await store.accounts.removeSessionsOf(user, { only: two })
      expect(await store.changes.lasting([...sessions, 'none'])).to.deep.equal(new Set([three, ...others]))
      await store.accounts.changePassword(user, 'another', three)
      await store.accounts.removeExpiredSessions(60)
      const ended = (await seen()).flatMap((change) => (change.kind === 'session' ? change.session : []))
      expect(ended.slice(0, 2)).to.deep.equal([one, two])
      expect(ended).to.have.members(sessions)
    })

    it('tells of users who are called otherwise, get other rights, or go', async () => {
      const user = await makeUser()
      // Who stays when the other is no administrator any more.
      await store.accounts.setRoles(await makeUser(), ['administrator'])
      await seen()
      const told = async () => (await seen()).map((change) => (change.kind === 'user' ? change.user : change.kind))
      await store.accounts.changeUser(user, { name: 'Other' })
      expect(await told()).to.deep.equal([user])
      await store.accounts.changeUser(user, { color: '#ff0000' })
      expect(await told()).to.deep.equal([user])
      await store.accounts.setRoles(user, ['administrator'])
      expect(await told()).to.deep.equal([user])
      await store.accounts.setRoles(user, [])
      await seen()
      const session = await signIn(user)
      await store.accounts.disableUser(user, true)
      expect((await told()).sort()).to.deep.equal([user, 'session'].sort())
      expect(await store.changes.lasting([session])).to.deep.equal(new Set())
      await store.accounts.deleteUser(user)
      expect(await told()).to.deep.equal([user])
      await store.accounts.told(user, 'deleted user')
      expect(await told(), 'what only rooms are still to hear').to.deep.equal([])
    })

    it('lets each watch see all, whoever looks besides', async () => {
      const other = await store.changes.watch()
      const { id } = await makeRoom()
      for (const each of [watch, other])
        expect((await each.look()).changes).to.deep.equal([{ kind: 'room', room: id, revision: 1 }])
    })

    it('says so where there was more than it tells one by one, and goes on', async () => {
      const many = Array.from({ length: 4100 }, (_, index) => ({
        id: `many${index}`,
        name: 'M',
        application: 'many',
      }))
      await store.rooms.ensure(many, 'host')
      expect((await watch.look()).missed).to.equal(true)
      const { id } = await makeRoom()
      expect(await seen()).to.deep.equal([{ kind: 'room', room: id, revision: 1 }])
    })
  })
}
