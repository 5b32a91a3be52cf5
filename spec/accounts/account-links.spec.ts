import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createAccounts } from '../../server/accounts/accounts.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { memoryParts } from './memory-parts.ts'
import { RecordingHasher } from './recording-hasher.ts'
import { refusalCode, rejection } from './rejection.ts'

const PASSWORD = 'a long enough one'
const WANTED = 'correct horse battery'
const HERE = { address: '192.0.2.1', browser: 'Any/1.0' }
const HOUR = 60 * 60 * 1000

async function setUp({ administrator = true, invitations = true } = {}) {
  const [{ store, audit }, clock, hasher] = [memoryParts(), new FakeClock(), new RecordingHasher()]
  const onError = (error: unknown) => {
    throw error
  }
  const accounts = createAccounts({ store, audit, clock, randomBytes, onError, hasher, invitations })
  await accounts.ensureUser({ id: 'ada', username: 'ada', name: 'Ada', password: PASSWORD })
  if (administrator) await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
  const begin = async (username: string) => {
    const { token } = await accounts.signIn(username, PASSWORD, HERE)
    return { token, by: (await accounts.authenticate(token)) ?? expect.fail('no session') }
  }
  const ended: string[] = []
  accounts.onSessionEnded((id) => ended.push(id))
  return { store, clock, hasher, accounts, links: accounts.links, begin, ended }
}

describe('links to accounts', function () {
  this.timeout(10_000)

  describe('to set a new password', () => {
    it('set it, end every session, and begin another one', async () => {
      const { links, begin, accounts, ended } = await setUp()
      const [root, ada] = [await begin('root'), await begin('ada')]
      const { code, expiresAt } = await links.makeReset(root.by, ' ADA ')
      expect(await links.look(code)).to.deep.equal({ kind: 'reset', username: 'ada', expiresAt })
      const { token, user } = await links.reset(code, WANTED, HERE)
      expect([user.id, ended]).to.deep.equal(['ada', [ada.by.sessionId]])
      expect((await accounts.authenticate(token))?.user.id).to.equal('ada')
      expect(await accounts.authenticate(root.token)).not.to.equal(undefined)
      expect(await refusalCode(accounts.signIn('ada', PASSWORD))).to.equal('WRONG_CREDENTIALS')
      expect((await accounts.signIn('ada', WANTED)).user.id).to.equal('ada')
    })

    it('are used once, and only as long as an hour is not over', async () => {
      const { links, begin, clock } = await setUp()
      const { by } = await begin('root')
      const first = await links.makeReset(by, 'ada')
      await links.reset(first.code, WANTED, HERE)
      const second = await links.makeReset(by, 'ada')
      clock.advance(HOUR - 1)
      await links.look(second.code)
      clock.advance(1)
      // In the same words, so that nobody learns whether there was ever such a link.
      const never = `${'A'.repeat(16)}${'B'.repeat(43)}`
      const foreign = second.code.slice(0, 16) + first.code.slice(16)
      for (const code of [first.code, second.code, never, foreign, '', 'x', `${second.code}x`]) {
        const error = await rejection(links.reset(code, 'another horse battery', HERE))
        expect(error.message, code).to.equal('This link was used, or has expired.')
        expect(await refusalCode(links.look(code)), code).to.equal('INVALID_LINK')
      }
    })

    it('open by their secret and not by their id', async () => {
      const { links, begin } = await setUp()
      const { code, id } = await links.makeReset((await begin('root')).by, 'ada')
      expect(code.slice(0, 16)).to.equal(id)
      for (const wrong of [id, id + 'A'.repeat(43), code.slice(0, -1), `${code.slice(0, -2)}AA`]) {
        expect(await refusalCode(links.look(wrong)), wrong).to.equal('INVALID_LINK')
      }
      await links.look(code)
    })

    it('are not used up by a password that is guessed too easily, nor is it hashed', async () => {
      const { links, begin, hasher } = await setUp()
      const { code } = await links.makeReset((await begin('root')).by, 'ada')
      const before = hasher.hashed
      for (const weak of ['password', 'short', 'ada']) {
        expect(await refusalCode(links.reset(code, weak, HERE))).to.equal('WEAK_PASSWORD')
      }
      expect(hasher.hashed).to.equal(before)
      await links.reset(code, WANTED, HERE)
    })

    it('are no longer any when a later one is made, or the password was changed', async () => {
      const { links, begin, accounts } = await setUp()
      const [root, ada] = [await begin('root'), await begin('ada')]
      const first = await links.makeReset(root.by, 'ada')
      const second = await links.makeReset(root.by, 'ada')
      expect(await refusalCode(links.look(first.code))).to.equal('INVALID_LINK')
      await accounts.own.changePassword(ada.by, { old: PASSWORD, wanted: WANTED }, HERE)
      expect(await refusalCode(links.reset(second.code, WANTED, HERE))).to.equal('INVALID_LINK')
    })

    it('are made by administrators, who learn whom there is; nobody else does', async () => {
      const { links, begin } = await setUp()
      const [root, ada] = [await begin('root'), await begin('ada')]
      for (const name of ['ada', 'root', 'nobody']) {
        expect(await refusalCode(links.makeReset(ada.by, name)), name).to.equal('FORBIDDEN')
      }
      expect(await refusalCode(links.makeReset(root.by, 'nobody'))).to.equal('NOT_FOUND')
    })

    it('are kept without what opens them, and not for longer than they can be used', async () => {
      const { links, begin, store, clock } = await setUp()
      const { code, id } = await links.makeReset((await begin('root')).by, 'ada')
      expect(JSON.stringify(await store.findLink(id))).not.to.include(code.slice(16))
      clock.advance(2 * HOUR)
      await new Promise(setImmediate)
      expect(await store.findLink(id)).to.equal(undefined)
    })

    it('make nobody an account', async () => {
      const { links, begin, store } = await setUp()
      const { code } = await links.makeReset((await begin('root')).by, 'ada')
      const eve = { username: 'eve', password: WANTED }
      expect(await refusalCode(links.signUp(code, eve, HERE))).to.equal('INVALID_LINK')
      expect(await store.findCredentials('eve')).to.equal(undefined)
      await links.look(code)
    })
  })

  describe('to set a server up', () => {
    it('make the first administrator, under a name that nobody may have otherwise', async () => {
      const { links, accounts } = await setUp({ administrator: false })
      const { code, expiresAt } = (await links.makeSetUp()) ?? expect.fail('no link')
      expect(await links.look(code)).to.deep.equal({ kind: 'set-up', expiresAt })
      const { token, user } = await links.signUp(code, { username: 'Administrator', password: WANTED }, HERE)
      expect(user).to.deep.include({ username: 'administrator', name: 'Administrator', roles: ['administrator'] })
      expect((await accounts.authenticate(token))?.user.id).to.equal(user.id)
      expect(await links.makeSetUp()).to.equal(undefined)
      expect(await refusalCode(links.look(code))).to.equal('INVALID_LINK')
    })

    it('are none any more when there is an administrator, or a later one was made', async () => {
      const { links, accounts } = await setUp({ administrator: false })
      const [first, second] = [await links.makeSetUp(), await links.makeSetUp()]
      const wanted = { username: 'eve', password: WANTED }
      expect(await refusalCode(links.signUp(first?.code ?? '', wanted, HERE))).to.equal('INVALID_LINK')
      await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
      expect(await refusalCode(links.look(second?.code ?? ''))).to.equal('INVALID_LINK')
      expect(await refusalCode(links.signUp(second?.code ?? '', wanted, HERE))).to.equal('INVALID_LINK')
      expect(await refusalCode(accounts.signIn('eve', WANTED))).to.equal('WRONG_CREDENTIALS')
    })

    it('are not used up by a name that is taken or can be none, nor by a weak password', async () => {
      const { links } = await setUp({ administrator: false })
      const { code } = (await links.makeSetUp()) ?? expect.fail('no link')
      const codes = [
        await refusalCode(links.signUp(code, { username: 'ada', password: WANTED }, HERE)),
        await refusalCode(links.signUp(code, { username: 'аda', password: WANTED }, HERE)),
        await refusalCode(links.signUp(code, { username: 'a\u202eb', password: WANTED }, HERE)),
        await refusalCode(links.signUp(code, { username: 'root', password: 'password' }, HERE)),
      ]
      expect(codes).to.deep.equal(['NAME_TAKEN', 'NAME_TAKEN', 'INVALID_NAME', 'WEAK_PASSWORD'])
      expect((await links.signUp(code, { username: 'root', password: WANTED }, HERE)).user.roles).to.have.length(1)
    })

    it('set no password', async () => {
      const { links } = await setUp({ administrator: false })
      const { code } = (await links.makeSetUp()) ?? expect.fail('no link')
      expect(await refusalCode(links.reset(code, WANTED, HERE))).to.equal('INVALID_LINK')
    })
  })

  describe('to make an account', () => {
    const eve = { username: 'Eve', password: WANTED }
    const week = { uses: 2, lifetime: 7 * 24 * HOUR }

    it('make so many, none of them an administrator', async () => {
      const { links, begin, accounts } = await setUp()
      const { by } = await begin('root')
      const { code, expiresAt } = await links.invite(by, week)
      expect(await links.look(code)).to.deep.equal({ kind: 'invitation', expiresAt })
      const { token, user } = await links.signUp(code, eve, HERE)
      expect(user).to.deep.include({ username: 'eve', name: 'Eve', roles: [] })
      expect((await accounts.authenticate(token))?.user.id).to.equal(user.id)
      expect((await links.invitations(by)).map(({ usesLeft }) => usesLeft)).to.deep.equal([1])
      for (const username of ['eve', 'Administrator']) {
        expect(await refusalCode(links.signUp(code, { ...eve, username }, HERE)), username).to.equal('NAME_TAKEN')
      }
      await links.signUp(code, { ...eve, username: 'Grace' }, HERE)
      expect(await refusalCode(links.signUp(code, { ...eve, username: 'Mary' }, HERE))).to.equal('INVALID_LINK')
      expect(await links.invitations(by)).to.deep.equal([])
    })

    it('end with their time, when they are withdrawn, and with whoever made them', async () => {
      const { links, begin, accounts, clock } = await setUp()
      await accounts.ensureUser({ username: 'boss', password: PASSWORD, roles: ['administrator'] })
      const [root, boss] = [await begin('root'), await begin('boss')]
      const made = [
        await links.invite(root.by, week),
        await links.invite(root.by, week),
        await links.invite(boss.by, week),
      ]
      expect((await links.invitations(root.by)).map(({ id }) => id)).to.deep.equal(made.map(({ id }) => id).reverse())
      await links.withdraw(boss.by, made[0]?.id ?? '')
      expect(await refusalCode(links.withdraw(boss.by, made[0]?.id ?? ''))).to.equal('NOT_FOUND')
      await accounts.others.disable(root.by, 'boss', true)
      const usable = async () => {
        const codes = made.map(({ code }) =>
          links.look(code).then(
            () => 'usable',
            (error) => error.code,
          ),
        )
        return Promise.all(codes)
      }
      expect(await usable()).to.deep.equal(['INVALID_LINK', 'usable', 'INVALID_LINK'])
      clock.advance(7 * 24 * HOUR)
      expect(await usable()).to.deep.equal(Array(3).fill('INVALID_LINK'))
    })

    it('are made, listed and withdrawn by administrators only', async () => {
      const { links, begin } = await setUp()
      const [root, ada] = [await begin('root'), await begin('ada')]
      const { id } = await links.invite(root.by, week)
      expect(await refusalCode(links.invite(ada.by, week))).to.equal('FORBIDDEN')
      expect(await refusalCode(links.invitations(ada.by))).to.equal('FORBIDDEN')
      expect(await refusalCode(links.withdraw(ada.by, id))).to.equal('FORBIDDEN')
      // Nor does it end a link of another kind.
      const reset = await links.makeReset(root.by, 'ada')
      expect(await refusalCode(links.withdraw(root.by, reset.id))).to.equal('NOT_FOUND')
    })

    it('are none where nobody is invited any more', async () => {
      const { links, begin } = await setUp({ invitations: false })
      const { code } = await links.invite((await begin('root')).by, week)
      expect(await refusalCode(links.look(code))).to.equal('INVALID_LINK')
      expect(await refusalCode(links.signUp(code, eve, HERE))).to.equal('INVALID_LINK')
    })
  })
})
