import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { fromSources, readSnippets } from './snippets.ts'

/** The names of the guide's code about roles. */
const NAMES = ['meeting', 'meeting.spec', 'meeting-server', 'meeting-client'] as const

/** What the code takes for granted: its reader has it. */
interface ReadersOwn {
  url: string
  token: string
  show(what: string): void
  myAccountOf(token: unknown): Promise<{ id: string; name: string } | null>
}

describe('the guide on roles', function () {
  this.timeout(40_000)

  let folder: string

  before(() => {
    folder = mkdtempSync(join(import.meta.dirname, 'guide-roles-'))
    const code = new Map(
      readSnippets()
        .filter(({ page }) => page === join('docs', 'guide.md'))
        .map((snippet) => [snippet.name, snippet.code]),
    )
    for (const name of NAMES) {
      writeFileSync(join(folder, `${name}.ts`), fromSources(code.get(name) ?? expect.fail(`the guide has no ${name}`)))
    }
  })

  after(() => rmSync(folder, { recursive: true }))

  it('has tests that pass', async () => {
    const { NODE_OPTIONS: _, ...env } = process.env
    const args = ['--import', 'tsx', '--test', '--test-reporter=tap', 'meeting.spec.ts']
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env })
    expect(stdout).to.match(/^# pass 2$/m)
  })

  it('has a server that gives roles, and a client that shows them', async () => {
    const own = globalThis as unknown as Partial<ReadersOwn>
    process.env.PORT = '0'
    own.myAccountOf = async (token) => (typeof token === 'string' ? { id: token, name: token } : null)
    const { server } = (await import(join(folder, 'meeting-server.ts'))) as { server: SocDrawServer }
    try {
      own.url = server.url
      const shown: Record<string, string[]> = {}
      for (const user of ['ann', 'bob', 'cid', 'dan', 'root']) {
        const lines: string[] = []
        shown[user] = lines
        own.token = user
        own.show = (line) => void lines.push(line)
        await import(`${join(folder, 'meeting-client.ts')}?${user}`)
      }
      for (const user of ['ann', 'bob', 'cid', 'root'])
        expect(shown[user], user).to.include('You may speak, and set the topic.').and.not.include('ROLE_REQUIRED')
      expect(shown.dan).to.include('You may speak.').and.include('ROLE_REQUIRED')
    } finally {
      await server.stop()
      delete process.env.PORT
      for (const name of ['url', 'token', 'show', 'myAccountOf'] as const) delete own[name]
    }
  })
})
