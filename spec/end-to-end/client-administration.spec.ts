import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { until } from '../../server/testing/bots.ts'
import { administration, connect } from '../../web/client/index.ts'
import { rejection } from '../support/rejection.ts'

const PASSWORD = 'a good password'

describe('others’ accounts by the client library', () => {
  let server: SocDrawServer

  beforeEach(async () => {
    server = await createServer({
      data: 'memory',
      applications: [chat],
      users: [
        { id: 'ann', username: 'ann lee', password: PASSWORD },
        { id: 'root', username: 'root', password: PASSWORD, roles: ['administrator'] },
      ],
      rooms: [
        { id: 'R:all', name: 'For all', application: 'chat' },
        { id: 'R:none', name: 'For nobody', application: 'chat', users: [] },
      ],
      maxLag: Number.POSITIVE_INFINITY,
      port: 0,
      logLevel: 'silent',
      signInLimit: 'none',
      signUp: 'invited',
    })
  })

  afterEach(() => server.stop())

  const codeOf = async (promise: Promise<unknown>): Promise<string> => {
    const error = await rejection(promise)
    if (!(error instanceof SocDrawError)) throw error
    return error.code
  }

  it('[P10] gives and takes roles: who is connected sees at once what they may by them, and is out of what they may not', async () => {
    const root = administration(server.url, { token: await signIn(server.url, 'root', PASSWORD) })
    const lobby = await connect<typeof chat>(server.url, 'chat', {
      token: await signIn(server.url, 'ann lee', PASSWORD),
    })
    try {
      const listed = () => lobby.rooms.map(({ id }) => id)
      expect(listed()).to.deep.equal(['R:all'])
      expect((await root.setRoles('ann lee', ['moderator'])).roles).to.deep.equal(['moderator'])
      await root.setRoles('ann lee', ['administrator'])
      await until(lobby, () => listed().includes('R:none'))
      const room = await lobby.enter('R:none')
      await root.setRoles('ann lee', [])
      await until(room, () => room.error?.code === 'ROOM_NOT_FOUND')
      await until(lobby, () => !listed().includes('R:none'))
    } finally {
      lobby.close()
    }
  })

  it('changes a user only as they were seen there last, so that of two administrators neither undoes what the other did', async () => {
    const token = await signIn(server.url, 'root', PASSWORD)
    const [one, two] = [administration(server.url, { token }), administration(server.url, { token })]
    await one.users()
    await two.user('ann lee')
    await one.setRoles('ann lee', ['moderator'])
    expect(await codeOf(two.setRoles('ann lee', []))).to.equal('CHANGED_MEANWHILE')
    expect(await codeOf(two.disable('ann lee'))).to.equal('CHANGED_MEANWHILE')
    expect(await two.user('ann lee')).to.deep.include({ roles: ['moderator'], disabled: false })
    await two.disable('ann lee')
    expect(await codeOf(one.setRoles('ann lee', []))).to.equal('CHANGED_MEANWHILE')
    expect((await administration(server.url, { token }).disable('ann lee', false)).disabled, 'seen nothing').to.equal(
      false,
    )
  })

  it('finds users, and tells and ends where they are signed in', async () => {
    const root = administration(server.url, { token: await signIn(server.url, 'root', PASSWORD) })
    const token = await signIn(server.url, 'ann lee', PASSWORD)
    const { users, next } = await root.users({ search: 'LEE' })
    expect([users.map(({ id }) => id), next]).to.deep.equal([['ann'], null])
    const first = await root.users({ limit: 1 })
    const rest = await root.users({ limit: 1, ...(first.next !== null && { after: first.next }) })
    expect([...first.users, ...rest.users].map(({ id }) => id)).to.deep.equal(['ann', 'root'])
    expect((await root.user('ann lee')).disabled).to.equal(false)
    expect(await root.sessions('ann lee')).to.have.length(1)
    await root.endSessions('ann lee')
    expect(await root.sessions('ann lee')).to.have.length(0)
    expect(await codeOf(administration(server.url, { token }).users())).to.equal('UNAUTHENTICATED')
  })

  it('tells what was done, and gives all of it as a file', async () => {
    const root = administration(server.url, { token: await signIn(server.url, 'root', PASSWORD) })
    await root.disable('ann lee')
    await root.disable('ann lee', false)
    const { entries, next } = await root.audit({ user: 'ann lee', limit: 1 })
    expect([entries.map(({ what }) => what), next === null]).to.deep.equal([['user.enable'], false])
    const rest = await root.audit({ who: 'root', ...(next !== null && { after: next }) })
    expect(rest.entries.map(({ what }) => what)).to.deep.equal(['user.disable'])
    const lines = (await (await root.exportAudit({ what: 'user' })).text()).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).what)).to.deep.equal(['user.enable', 'user.disable'])
    const ann = administration(server.url, { token: () => signIn(server.url, 'ann lee', PASSWORD) })
    expect(await codeOf(ann.exportAudit())).to.equal('FORBIDDEN')
    expect(await codeOf(ann.audit())).to.equal('FORBIDDEN')
  })

  it('makes links, invites, and disables an account until it is enabled', async () => {
    const root = administration(server.url, { token: await signIn(server.url, 'root', PASSWORD) })
    const { code, path } = await root.resetLink('ann lee')
    expect(path).to.equal(`/#link=${code}`)
    const invitation = await root.invite({ uses: 3, lifetime: 60_000 })
    const standard = await root.invite()
    expect((await root.invitations()).map(({ id, usesLeft }) => [id, usesLeft])).to.deep.equal([
      [standard.id, 1],
      [invitation.id, 3],
    ])
    await root.withdraw(standard.id)
    expect(await codeOf(root.withdraw(standard.id))).to.equal('NOT_FOUND')
    expect(await root.disable('ann lee')).to.deep.include({ id: 'ann', disabled: true })
    expect(await codeOf(signIn(server.url, 'ann lee', PASSWORD))).to.equal('WRONG_CREDENTIALS')
    expect(await root.disable('ann lee', false)).to.include({ disabled: false })
    const ann = administration(server.url, { token: () => signIn(server.url, 'ann lee', PASSWORD) })
    expect(await codeOf(ann.resetLink('root'))).to.equal('FORBIDDEN')
    expect(await codeOf(ann.invite())).to.equal('FORBIDDEN')
    expect(await codeOf(ann.invitations())).to.equal('FORBIDDEN')
    expect(await codeOf(ann.disable('root'))).to.equal('FORBIDDEN')
  })
})
