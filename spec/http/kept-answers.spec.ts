import { expect } from 'chai'
import type { FastifyRequest } from 'fastify'
import { KeptAnswers } from '../../server/http/kept-answers.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { application } from '../rooms/keeping/support/kept-core.ts'
import { rejection } from '../support/rejection.ts'
import { everyPart } from './every-part.ts'
import { createAdasAccounts, PASSWORD, useHttp } from './http-harness.ts'

const WANTED = 'correct horse battery'
const DAY = 24 * 60 * 60_000

describe('a request that names an Idempotency-Key', function () {
  // What estimates passwords is loaded first.
  this.timeout(20_000)
  const open = useHttp()

  async function signUps() {
    const { accounts } = await createAdasAccounts()
    const { app } = await open({ accounts, signUp: 'open' })
    const signUp = (key: string | undefined, payload: object = { username: 'Grace', password: WANTED }) => {
      const headers = key === undefined ? {} : { 'idempotency-key': key }
      return app.inject({ method: 'POST', url: '/api/users', payload, headers })
    }
    return { accounts, signUp }
  }

  it('[P4] makes one account, however often it is sent, and gets the same answer', async () => {
    const { accounts, signUp } = await signUps()
    const answers = [...(await Promise.all([signUp('a-key'), signUp('a-key')])), await signUp('a-key')]
    expect(answers.map(({ statusCode }) => statusCode)).to.deep.equal([201, 201, 201])
    expect(new Set(answers.map(({ body }) => body)).size).to.equal(1)
    const identity = await accounts.authenticate(answers[0]?.json().token)
    expect(identity?.user.username).to.equal('grace')
    expect(await accounts.own.sessions(identity ?? expect.fail('nobody'))).to.have.length(1)
    for (const other of [undefined, 'another-key'])
      expect((await signUp(other)).json().error.code).to.equal('NAME_TAKEN')
  })

  it('is refused where another one had the key, and learns nothing of that', async () => {
    const { signUp } = await signUps()
    const made = await signUp('a-key')
    for (const payload of [
      { username: 'Grace', password: 'another horse battery' },
      { username: 'Other', password: WANTED },
    ]) {
      const answer = await signUp('a-key', payload)
      expect([answer.statusCode, answer.json().error.code]).to.deep.equal([422, 'KEY_REUSED'])
      expect(answer.body).not.to.include(made.json().token)
    }
  })

  it('[P4] makes one link, of invitation or to set a password, and another for another user is refused', async () => {
    const { accounts } = await createAdasAccounts({}, { invitations: true })
    for (const name of ['grace', 'root'])
      await accounts.ensureUser({ username: name, password: PASSWORD, roles: name === 'root' ? ['administrator'] : [] })
    const { app } = await open({ accounts, signUp: 'invited' })
    const { token } = await accounts.signIn('root', PASSWORD)
    const ask = (path: string, payload?: object) => {
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'a-key' }
      return app.inject({ method: 'POST', url: `/api/${path}`, headers, ...(payload && { payload }) })
    }
    for (const [path, payload] of [['invitations', { uses: 2 }], ['users/ada/reset-link']] as const) {
      const answers = [...(await Promise.all([ask(path, payload), ask(path, payload)])), await ask(path, payload)]
      expect(answers.map(({ statusCode }) => statusCode)).to.deep.equal([201, 201, 201])
      expect(new Set(answers.map(({ body }) => body)).size, path).to.equal(1)
    }
    const root = (await accounts.authenticate(token)) ?? expect.fail('nobody')
    expect(await accounts.links.invitations(root)).to.have.length(1)
    for (const other of [await ask('invitations', { uses: 3 }), await ask('users/grace/reset-link')])
      expect([other.statusCode, other.json().error.code]).to.deep.equal([422, 'KEY_REUSED'])
  })

  it('[P4] makes one room also over a restart, for the same token, key and body', async () => {
    const { accounts } = await createAdasAccounts()
    const { parts } = everyPart(accounts)
    const tokens = await Promise.all([1, 2].map(async () => (await accounts.signIn('ada', PASSWORD)).token))
    const make = async (token = tokens[0], key = 'a-key', name = 'Ours') => {
      // What an HTTP side has kept goes with it.
      const { app } = await open(parts)
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key }
      const payload = { application: application.name, name }
      const answer = await app.inject({ method: 'POST', url: '/api/rooms', headers, payload })
      return [answer.statusCode, answer.json().room?.id]
    }
    const [status, id] = await make()
    expect(status).to.equal(201)
    expect(id).to.match(/^[\w-]{22}$/)
    expect(await make()).to.deep.equal([201, id])
    const others = [
      await make(tokens[1]),
      await make(tokens[0], 'another-key'),
      await make(tokens[0], 'a-key', 'Other'),
    ]
    expect(new Set([id, ...others.map(([, other]) => other)]).size).to.equal(4)
  })

  it('is tried anew where it was refused', async () => {
    const { signUp } = await signUps()
    expect((await signUp('a-key', { username: 'Grace', password: 'password' })).statusCode).to.equal(400)
    expect((await signUp('a-key')).statusCode).to.equal(201)
  })

  it('[P9] is refused where the key is none, or longer than 255 characters', async () => {
    const { signUp } = await signUps()
    for (const key of ['', 'x'.repeat(256)]) {
      const answer = await signUp(key)
      expect([answer.statusCode, answer.json().error.code], key).to.deep.equal([400, 'INVALID_MESSAGE'])
    }
    expect((await signUp('x'.repeat(255))).statusCode).to.equal(201)
  })

  describe('is kept', () => {
    const request = (key: string, authorization?: string) =>
      ({
        method: 'POST',
        routeOptions: { url: '/things' },
        headers: { 'idempotency-key': key, ...(authorization !== undefined && { authorization }) },
        body: {},
      }) as unknown as FastifyRequest

    it('for a day', async () => {
      let now = 0
      const kept = new KeptAnswers(() => now)
      let made = 0
      const ask = () => kept.once(request('a'), async () => ++made)
      expect([await ask(), await ask()]).to.deep.equal([1, 1])
      now = DAY - 1
      expect(await ask()).to.equal(1)
      now = DAY
      expect(await ask()).to.equal(2)
    })

    it('[P9] with 10,000 others: the earliest goes', async () => {
      const kept = new KeptAnswers(() => 0)
      for (let n = 0; n < 10_001; n++) await kept.once(request(`${n}`), async () => n)
      expect(await kept.once(request('1'), async () => 'anew')).to.equal(1)
      expect(await kept.once(request('0'), async () => 'anew')).to.equal('anew')
    })

    it('for whose token it was', async () => {
      const kept = new KeptAnswers(() => 0)
      expect(await kept.once(request('a', 'Bearer one'), async () => 1)).to.equal(1)
      expect(await kept.once(request('a', 'Bearer two'), async () => 2)).to.equal(2)
    })

    it('not at all where it failed', async () => {
      const kept = new KeptAnswers(() => 0)
      const fail = () => Promise.reject(new SocDrawError('NOT_STORED'))
      expect((await rejection(kept.once(request('a'), fail))).code).to.equal('NOT_STORED')
      expect(await kept.once(request('a'), async () => 'anew')).to.equal('anew')
    })
  })
})
