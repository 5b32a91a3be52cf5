import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { until } from '../../server/testing/bots.ts'
import { connect } from '../../web/client/connect.ts'
import { fromSources, readSnippets } from './snippets.ts'

/** The page's code, with the guide's application beside it. */
const NAMES = ['meeting', 'own-accounts', 'own-accounts-client'] as const
const PEOPLE: Readonly<Record<string, number>> = { ann: 1, bob: 2, cid: 3, dan: 4, root: 5 }

/** What the code takes for granted: its reader has it. */
interface ReadersOwn {
  url: string
  tokenOf(name: string): string
  show(what: string): void
  mySessions: { find(token: unknown): Promise<object | string | undefined> }
}

describe('the page on accounts of one’s own', function () {
  this.timeout(40_000)

  let folder: string
  let server: SocDrawServer
  let changed: (userId: number) => void
  const own = globalThis as unknown as Partial<ReadersOwn>
  const gone = new Set<string>()

  before(async () => {
    folder = mkdtempSync(join(import.meta.dirname, 'own-accounts-'))
    const code = new Map(readSnippets().map((snippet) => [snippet.name, snippet.code]))
    for (const name of NAMES) {
      writeFileSync(join(folder, `${name}.ts`), fromSources(code.get(name) ?? expect.fail(`there is no ${name}`)))
    }
    own.mySessions = {
      async find(token) {
        const name = typeof token === 'string' && token.startsWith('token-of-') ? token.slice('token-of-'.length) : ''
        const id = gone.has(name) ? undefined : PEOPLE[name]
        return id === undefined ? undefined : { user: { id, name, staff: name === 'root' } }
      },
    }
    own.tokenOf = (name) => `token-of-${name}`
    process.env.PORT = '0'
    const module = (await import(join(folder, 'own-accounts.ts'))) as {
      server: SocDrawServer
      changed: typeof changed
    }
    ;({ server, changed } = module)
    own.url = server.url
  })

  after(async () => {
    await server?.stop()
    delete process.env.PORT
    for (const name of ['url', 'tokenOf', 'show', 'mySessions'] as const) delete own[name]
    rmSync(folder, { recursive: true })
  })

  it('has rooms, invitations by id, links and administration by the host’s users', async () => {
    const lines: string[] = []
    own.show = (line) => void lines.push(line)
    await import(join(folder, 'own-accounts-client.ts'))
    expect(lines).to.deep.equal([
      'bob sees Budget',
      'cid sees Budget',
      'dan sees nothing',
      'root sees Budget of u:1',
      'root has it closed',
      'noted: u:5 room.close',
    ])
  })

  it('cuts whoever has signed out elsewhere, and lets them in no more', async () => {
    const lobby = await connect(server.url, 'meeting', { token: 'token-of-dan' })
    try {
      gone.add('dan')
      changed(PEOPLE.dan ?? 0)
      await until(lobby, ({ error }) => error?.code === 'UNAUTHENTICATED', 'shut out')
    } finally {
      lobby.close()
    }
  })

  it('says what is not there: the accounts’ routes, and is right that rooms’ are', async () => {
    const statusOf = async (path: string) =>
      (await server.http.inject({ url: `/api/${path}`, headers: { authorization: 'Bearer token-of-root' } })).statusCode
    for (const path of ['account', 'users', 'invitations', 'account/sessions'])
      expect(await statusOf(path), path).to.equal(404)
    for (const path of ['rooms', 'administration/rooms', 'audit', 'audit/export', 'openapi.json'])
      expect(await statusOf(path), path).to.equal(200)
  })
})
