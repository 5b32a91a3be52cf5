import { expect } from 'chai'
import type { AuditAnswer } from '../../server/protocol/administration-messages.ts'
import { createAdasAccounts, PASSWORD, useHttp } from './http-harness.ts'

describe('routes of the audit log', () => {
  const open = useHttp()

  async function asked() {
    const { accounts, ada, audit, clock } = await createAdasAccounts({}, { invitations: true })
    const root = await accounts.ensureUser({
      id: 'root',
      username: 'boss',
      name: '=Boss, "the"',
      password: PASSWORD,
      roles: ['administrator'],
    })
    const { app } = await open({ accounts, signUp: 'invited' })
    const tokens = {
      boss: (await accounts.signIn('boss', PASSWORD)).token,
      ada: (await accounts.signIn('ada', PASSWORD)).token,
    }
    const ask = (
      url: string,
      given: { method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'; payload?: object; by?: 'ada' } = {},
    ) => {
      const { method = 'GET', payload, by = 'boss' } = given
      return app.inject({
        method,
        url: `/api/${url}`,
        headers: { authorization: `Bearer ${tokens[by]}` },
        ...(payload && { payload }),
      })
    }
    /** One of each change, the first first. */
    const change = async () => {
      await ask('users/ada/roles', { method: 'PUT', payload: { roles: ['moderator'] } })
      const reset = (await ask('users/ada/reset-link', { method: 'POST' })).json()
      const made = (await ask('invitations', { method: 'POST', payload: { uses: 2 } })).json()
      await ask(`invitations/${made.id}`, { method: 'DELETE' })
      await ask('users/ada/sessions', { method: 'DELETE' })
      await ask('users/ada', { method: 'PATCH', payload: { disabled: true } })
      await ask('users/ada', { method: 'PATCH', payload: { disabled: false } })
      return [reset.code, made.code].map((code: string) => code.slice(16))
    }
    const entries = async (query = ''): Promise<AuditAnswer['entries']> => (await ask(`audit?${query}`)).json().entries
    return { accounts, ada, root, audit, clock, ask, change, entries }
  }

  it('tell what administrators did to others’ accounts, invitations and links, and no secret', async () => {
    const { ada, clock, ask, change, entries } = await asked()
    const secrets = await change()
    const all = await entries()
    const whats = ['user.set-roles', 'user.reset-link', 'invitation.make', 'invitation.end']
    expect(all.map(({ what }) => what).reverse()).to.deep.equal([
      ...whats,
      ...['user.end-sessions', 'user.disable', 'user.enable'],
    ])
    const by = { id: 'root', name: '=Boss, "the"' }
    const details = { roles: ['moderator'] }
    const user = { id: ada.id, name: 'Ada' }
    expect(all.at(-1)).to.deep.equal({ at: clock.now(), by, what: 'user.set-roles', room: null, user, details })
    const text = JSON.stringify(all) + (await ask('audit/export?format=csv')).body
    for (const secret of secrets) expect(text).not.to.include(secret)
    expect(secrets.every((secret) => secret.length === 43)).to.equal(true)
  })

  it('tell nothing of what was refused, and nothing to others', async () => {
    const { ask, entries } = await asked()
    await ask('users/boss', { method: 'PATCH', payload: { disabled: true } })
    await ask('users/boss/roles', { method: 'PUT', payload: { roles: [] } })
    await ask('users/nobody', { method: 'PATCH', payload: { disabled: true } })
    await ask('users/ada', { method: 'PATCH', payload: { disabled: true }, by: 'ada' })
    await ask('invitations/none', { method: 'DELETE' })
    expect(await entries()).to.deep.equal([])
    for (const path of ['audit', 'audit/export']) expect((await ask(path, { by: 'ada' })).statusCode).to.equal(403)
  })

  it('tell what is meant, by username or id, a stretch at a time', async () => {
    const { ada, audit, accounts, clock, ask, change, entries } = await asked()
    await change()
    audit.add({ at: clock.now() + 5, by: '$system', what: 'room.ban', room: 'R:1', user: 'a host’s' })
    const whats = async (query: string) => (await entries(query)).map(({ what }) => what)
    expect(await whats('who=BOSS&what=invitation')).to.deep.equal(['invitation.end', 'invitation.make'])
    expect(await whats(`user=${ada.id}&limit=1`)).to.deep.equal(['user.enable'])
    expect(await whats('user=ada&what=user.disable')).to.deep.equal(['user.disable'])
    expect(await whats('room=R:1')).to.deep.equal(['room.ban'])
    expect(await whats(`since=${clock.now() + 1}`)).to.deep.equal(['room.ban'])
    expect(await whats(`until=${clock.now()}`)).to.deep.equal([])
    expect((await entries('who=$system'))[0]).to.deep.include({
      by: { id: '$system', name: null },
      user: { id: 'a host’s', name: null },
    })
    const seen: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page: AuditAnswer = (await ask(`audit?limit=3${after && `&after=${after}`}`)).json()
      seen.push(...page.entries.map(({ what }) => what))
      after = page.next
    }
    expect(seen).to.deep.equal(await whats('limit=200'))
    expect(seen).to.have.length(8)
    for (const wrong of ['since=yesterday', 'what=Room', 'limit=x', 'after=-1', 'who=a&who=b']) {
      expect((await ask(`audit?${wrong}`)).statusCode, wrong).to.equal(400)
    }
    const { token } = await accounts.signIn('ada', PASSWORD)
    const by = await accounts.authenticate(token)
    await accounts.own.delete(by ?? expect.fail(), PASSWORD, { address: '', browser: '' })
    expect((await entries(`user=${ada.id}`))[0]?.user?.name).to.equal('deleted user')
  })

  it('export all of it, an entry a line, and as a table in which nothing is a formula', async () => {
    const { ask, change, entries } = await asked()
    await change()
    const lines = await ask('audit/export')
    expect(lines.headers['content-type']).to.match(/^application\/x-ndjson/)
    expect(
      lines.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).to.deep.equal(await entries())
    const table = await ask('audit/export?format=csv&what=user.set-roles')
    expect(table.headers['content-type']).to.match(/^text\/csv/)
    expect(table.headers['content-disposition']).to.equal('attachment; filename="audit.csv"')
    const [head, first, ...rest] = table.body.split('\r\n')
    expect(head).to.equal('at,by,by name,what,room,user,user name,details')
    expect(first).to.match(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z,root,"'=Boss, ""the""",user\.set-roles,,u-[\w-]+,Ada,"\{""roles"":\[""moderator""\]\}"$/,
    )
    expect(rest).to.deep.equal([''])
    expect((await ask('audit/export?format=xml')).statusCode).to.equal(400)
  })
})
