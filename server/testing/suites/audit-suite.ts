import { expect } from 'chai'
import type { AuditFilter, AuditLog } from '../../accounts/audit-log.ts'
import type { AccountStore } from '../../accounts/ports.ts'
import type { AuditEntry } from '../../protocol/audit-entry.ts'
import { credentials, session } from './account-store-suite.ts'
import { afterEach, beforeEach, describe, it } from './runner.ts'

export interface OpenedAudit {
  readonly store: AccountStore
  readonly audit: AuditLog
  close(): Promise<void>
}

const LINK = { id: 'l1', secretHash: '$', kind: 'invitation', madeAt: 1, expiresAt: 100, usesLeft: 1 } as const

/** What each change of others’ accounts is, as it is asked for with an entry. */
export const CHANGES: Readonly<Record<string, (store: AccountStore, audit?: AuditEntry) => Promise<unknown>>> = {
  disable: (store, audit) => store.disableUser('id:ada', true, audit),
  enable: (store, audit) => store.disableUser('id:ada', false, audit),
  'set-roles': (store, audit) => store.setRoles('id:ada', ['moderator'], audit),
  'end-sessions': (store, audit) => store.removeSessionsOf('id:ada', { but: '' }, audit),
  link: (store, audit) => store.addLink({ ...LINK, id: 'l2' }, 9, audit),
  'end-link': (store, audit) => store.removeLink('l1', 'invitation', audit),
}

/** What the account store and its audit log keep to together. Called inside its own spec, with what opens empty ones. */
export function describeAudit(name: string, open: () => Promise<OpenedAudit>): void {
  describe(`audit of accounts: ${name}`, () => {
    let opened: OpenedAudit

    beforeEach(async () => {
      opened = await open()
      await opened.store.addUser(credentials('root', { roles: ['administrator'] }))
      await opened.store.addUser(credentials('ada'))
      await opened.store.addSession(session('s1'), 5)
      await opened.store.addLink(LINK, 9)
    })
    afterEach(() => opened.close())

    const entry = (what: string, more: Partial<AuditEntry> = {}): AuditEntry => ({ at: 5, by: 'root', what, ...more })
    const noted = async (filter: AuditFilter & { before?: number } = {}, limit = 100) =>
      (await opened.audit.entries({ ...filter, limit })).map(({ position: _, ...each }) => each)
    const whats = async (...asked: Parameters<typeof noted>) => (await noted(...asked)).map(({ what }) => what)
    /** So many entries, the first named first. */
    const add = async (...entries: readonly AuditEntry[]) => {
      for (const each of entries) await opened.store.setRoles('id:ada', [], each)
    }

    for (const [what, change] of Object.entries(CHANGES)) {
      it(`is told together with the change: ${what}`, async () => {
        const told = entry(`user.${what}`, { user: 'id:ada', details: { roles: ['moderator'] } })
        await change(opened.store, told)
        expect(await noted()).to.deep.equal([told])
      })
    }

    it('is told nothing where nothing was done', async () => {
      const { store } = opened
      expect(await store.disableUser('id:nobody', true, entry('user.disable'))).to.equal(undefined)
      expect(await store.disableUser('id:root', true, entry('user.disable'))).to.equal(undefined)
      expect(await store.setRoles('id:root', [], entry('user.set-roles'))).to.equal(undefined)
      expect(await store.setRoles('id:nobody', [], entry('user.set-roles'))).to.equal(undefined)
      expect(await store.removeSessionsOf('id:ada', { but: 's1' }, entry('user.end-sessions'))).to.deep.equal([])
      expect(await store.removeLink('l1', 'reset', entry('invitation.end'))).to.equal(false)
      await store.setRoles('id:ada', [])
      expect(await noted()).to.deep.equal([])
    })

    it('is asked for what is meant, the newest first, a stretch at a time', async () => {
      await add(
        entry('user.disable', { at: 10, user: 'eve', details: { odd: '\ud800 \u0000' } }),
        entry('room.ban', { at: 20, room: 'R:1', user: 'ada' }),
        entry('room.archive', { at: 30, room: 'R:2', by: 'ö\u0000' }),
        entry('rooms', { at: 40 }),
        entry('room', { at: 50 }),
      )
      expect(await whats()).to.deep.equal(['room', 'rooms', 'room.archive', 'room.ban', 'user.disable'])
      expect(await whats({ what: 'room' })).to.deep.equal(['room', 'room.archive', 'room.ban'])
      expect(await whats({ what: 'room.ban' })).to.deep.equal(['room.ban'])
      expect(await whats({ by: 'ö\u0000' })).to.deep.equal(['room.archive'])
      expect(await whats({ user: 'ada', room: 'R:1' })).to.deep.equal(['room.ban'])
      expect(await whats({ user: 'ada', room: 'R:2' })).to.deep.equal([])
      expect(await whats({ since: 20, until: 40 })).to.deep.equal(['room.archive', 'room.ban'])
      expect((await noted({ user: 'eve' }))[0]?.details).to.deep.equal({ odd: '\ud800 \u0000' })
      const [first, second] = await opened.audit.entries({ limit: 2 })
      expect([first?.what, second?.what]).to.deep.equal(['room', 'rooms'])
      expect(await whats({ before: second?.position ?? 0 }, 2)).to.deep.equal(['room.archive', 'room.ban'])
    })

    it('forgets what is old, so much at once, and gives no position twice', async () => {
      await add(entry('a', { at: 1 }), entry('b', { at: 2 }), entry('c', { at: 3 }), entry('d', { at: 9 }))
      const [last] = await opened.audit.entries({ limit: 1 })
      expect(await opened.audit.removeBefore(4, 2)).to.equal(2)
      expect(await whats()).to.deep.equal(['d', 'c'])
      expect(await opened.audit.removeBefore(100, 2)).to.equal(2)
      expect(await opened.audit.removeBefore(100, 2)).to.equal(0)
      await add(entry('e'))
      const [next] = await opened.audit.entries({ limit: 1 })
      expect(next?.position).to.be.greaterThan(last?.position ?? Number.POSITIVE_INFINITY)
    })
  })
}
