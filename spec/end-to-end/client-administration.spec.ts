import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { signIn } from '../../server/players/sign-in.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { administration } from '../../web/client/index.ts'
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
