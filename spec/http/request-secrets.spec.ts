import { expect } from 'chai'
import { application } from '../rooms/keeping/support/kept-core.ts'
import { allOperations } from './all-operations.ts'
import { everyPart } from './every-part.ts'
import { createAdasAccounts, PASSWORD, useHttp } from './http-harness.ts'
import { OF_ADMINISTRATORS } from './of-administrators.ts'

const WANTED = 'correct horse battery'

/** What of an answer to what makes sessions or links is told nobody else. */
function secretsIn({ token, code }: { readonly token?: string; readonly code?: string }): readonly string[] {
  return [token, code].filter((each) => each !== undefined)
}

describe('tokens, passwords and links’ codes', function () {
  // What estimates passwords is loaded first.
  this.timeout(20_000)
  const open = useHttp()

  async function listening() {
    const { accounts } = await createAdasAccounts({}, { invitations: true })
    await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    await accounts.ensureUser({ username: 'mary', password: PASSWORD })
    const logged: string[] = []
    const log = { level: 'trace', stream: { write: (line: string) => logged.push(line) } }
    const { parts, core, makeRoom } = everyPart(accounts)
    const { app } = await open({ ...parts, log })
    const room = await makeRoom('ada', { hidden: true })
    const ada = { id: (await accounts.idOf('ada')) ?? 'none', name: 'ada', roles: [] }
    const intoRoom = (await core.links.make(ada, room, { uses: 2, lifetime: 60_000 })).code
    const { token } = await accounts.signIn('ada', PASSWORD)
    const root = (await accounts.signIn('root', PASSWORD)).token
    const guest = (await accounts.guest('Gus')).token
    const administrator = (await accounts.authenticate(root)) ?? expect.fail('nobody')
    const reset = (await accounts.links.makeReset(administrator, 'mary')).code
    const invitation = (await accounts.links.invite(administrator, { uses: 2, lifetime: 60_000 })).code
    return { app, room, token, root, guest, codes: { reset, invitation, intoRoom }, logged }
  }

  it('are in no line of the log, whatever is asked, answered or refused, at the most talkative level', async () => {
    const { app, room, token, root, guest, codes, logged } = await listening()
    const operations = await allOperations(app, room)
    const secrets = [token, root, guest, PASSWORD, WANTED, 'not the password', ...Object.values(codes)]
    const bodies: Readonly<Record<string, readonly object[]>> = {
      signIn: [
        { username: 'ada', password: PASSWORD },
        { username: 'ada', password: 'not the password' },
      ],
      signUp: [
        { username: 'grace', password: WANTED },
        { username: 'ada', password: WANTED },
        { username: 'eve', password: WANTED, code: codes.invitation },
        { username: 'eve', password: WANTED, code: codes.reset },
      ],
      lookAtLink: [{ code: codes.reset }, { code: codes.invitation }, { code: `${codes.reset}x` }],
      resetPassword: [
        { code: codes.reset, password: 'password' },
        { code: codes.reset, password: WANTED },
        { code: codes.reset, password: WANTED },
      ],
      enterAsGuest: [{ name: 'Grace the guest' }],
      signUpAsGuest: [
        { username: 'grete', password: WANTED },
        { username: 'grete', password: WANTED, code: codes.invitation },
      ],
      makeRoom: [{ application: application.name, name: 'Hers' }],
      playNow: [{ application: application.name }],
      editRoom: [{ name: 'Theirs' }],
      setRoomRole: [{ role: 'moderator' }],
      inviteToRoom: [{ username: 'mary' }],
      setRoles: [{ roles: ['moderator'] }],
      makeRoomLink: [{}, { uses: 3 }],
      lookAtRoomLink: [{ code: codes.intoRoom }, { code: codes.invitation }, { code: `${codes.intoRoom}x` }],
      useRoomLink: [{ code: codes.intoRoom }, { code: codes.reset }, { code: `${codes.intoRoom}x` }],
      ban: [{ until: null, reason: 'noise' }],
      answerKnock: [{ admit: true }],
      invite: [{ uses: 2 }, { lifetime: 60_000 }],
      changeUser: [{ disabled: true }],
      changeAccount: [{ name: 'Countess' }],
      changePassword: [
        { old: 'not the password', wanted: WANTED },
        { old: PASSWORD, wanted: 'password' },
        { old: PASSWORD, wanted: WANTED },
      ],
      deleteAccount: [{ password: 'not the password' }, { password: WANTED }],
    }
    const bodied = operations.filter(({ bodied }) => bodied).map(({ id }) => id)
    expect(bodied, 'each that takes a body is given some').to.have.members(Object.keys(bodies))
    // What ends the room, and the session, comes last.
    const order = (id: string) =>
      ['archiveRoom', 'deleteRoom', 'recoverRoom', 'changePassword', 'deleteAccount', 'signOut'].indexOf(id)
    for (const { id, method, url } of [...operations].sort((one, other) => order(one.id) - order(other.id))) {
      const who = id === 'signUpAsGuest' ? guest : token
      const shown = OF_ADMINISTRATORS.includes(id) ? root : who
      const headers = { authorization: `Bearer ${shown}`, cookie: `token=${shown}` }
      for (const payload of [...(bodies[id] ?? []), ...(method === 'GET' ? [undefined] : [{ [PASSWORD]: token }])]) {
        const asked = id === 'makeResetLink' ? '/api/users/mary/reset-link' : url
        const sent = { method, url: `${asked}?token=${shown}`, headers, ...(payload && { payload }) }
        const answer = await app.inject(sent)
        if (answer.statusCode === 201) secrets.push(...secretsIn(answer.json()))
      }
    }
    const text = logged.join()
    for (const { id, url } of operations) if (id !== 'makeResetLink') expect(text, url).to.include(`"url":"${url}"`)
    expect(secrets.length).to.be.at.least(18)
    for (const secret of secrets) expect(text.includes(secret), `the log has ${secret}`).to.equal(false)
  })

  it('are taken from the header for tokens alone: from no address, cookie or body', async () => {
    const { app, room, token } = await listening()
    for (const { id, method, url, guarded } of await allOperations(app, room)) {
      if (!guarded) continue
      for (const name of ['token', 'access_token', 'authorization']) {
        const asked = { method, url: `${url}?${name}=${token}`, headers: { cookie: `${name}=${token}` } }
        const answer = await app.inject({ ...asked, ...(method !== 'GET' && { payload: { [name]: token } }) })
        expect([answer.statusCode, answer.json().error.code], `${id} by ${name}`).to.deep.equal([
          401,
          'UNAUTHENTICATED',
        ])
      }
    }
  })
})
