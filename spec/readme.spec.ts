import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import createFastify, { type FastifyInstance } from 'fastify'
import { io } from 'socket.io-client'
import type { Action } from '../server/contract/action.ts'
import type { AnyApplication, Application } from '../server/contract/application.ts'
import { Bots, until } from '../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../server/testing/start-test-server.ts'
import { connect } from '../web/client/connect.ts'
import { fromSources, readSnippets } from './docs/snippets.ts'

/** What the README's application is, for the specs' own types. */
type Tally = Application<{
  state: { total: number }
  actions: { add: Action<object, { by: number }, { by: number }, void> }
  refusals: never
  visibility: Record<never, never>
  presence: never
  history: Record<never, never>
}>

/** The README's code by its names. */
const snippets = new Map(
  readSnippets()
    .filter(({ page }) => page === 'README.md')
    .map(({ name, code }) => [name, code]),
)

/** What a snippet takes for granted: its reader has it. */
interface ReadersOwn {
  readonly url?: string
  readonly token?: string
  readonly show?: (line: string | number) => void
  readonly fastify?: FastifyInstance
  readonly myAccountOf?: (token: string) => unknown
}

/** Runs a snippet beside the others, as the modules that they are. Returns what it exports. */
async function run(name: string, own: ReadersOwn = {}, change = (code: string): string => code): Promise<unknown> {
  const folder = mkdtempSync(join(import.meta.dirname, 'snippet-'))
  try {
    for (const [each, code] of snippets) writeFileSync(join(folder, `${each}.ts`), fromSources(code))
    const code = snippets.get(name) ?? expect.fail(`the README has no snippet ${name}`)
    const file = join(folder, `${name}-runs.ts`)
    const [imports = '', rest = ''] = code.split(/\n\n([\s\S]*)/)
    const run = `export async function run({ url, token, show, fastify, myAccountOf }) {\n${rest}\n}`
    writeFileSync(file, rest.startsWith('export') ? fromSources(code) : change(`${fromSources(imports)}\n${run}`))
    const module = (await import(file)) as { run?(own: ReadersOwn): Promise<void> }
    await module.run?.(own)
    return module
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the README', function () {
  // The first to load the whole server compiles it.
  this.timeout(40_000)

  it('has an application that works', async () => {
    const { tally } = (await run('tally')) as { tally: AnyApplication }
    const server = await startTestServer(tally)
    const bots = new Bots<Tally>(server, tally.name)
    const [one, two] = await bots.enter('R:1', 'ann', 'bob')
    await until(one!, ({ status }) => status === 'running')
    await Promise.all([one!.act.add({ by: 2 }), two!.act.add({ by: 40 })])
    await until(one!, ({ state }) => state?.total === 42)
    bots.close()
    await server.stop()
  })

  it('has a client that works', async () => {
    const { tally } = (await run('tally')) as { tally: AnyApplication }
    const server = await startTestServer(tally)
    const bots = new Bots<Tally>(server, tally.name)
    const [bob] = await bots.enter('R:1', 'bob', 'cid')
    await until(bob!, ({ status }) => status === 'running')
    const shown: unknown[] = []
    await run('client', { url: server.url, token: tokenOf('ann'), show: (line) => shown.push(line) })
    await until(bob!, ({ state, members }) => state?.total === 5 && members.length === 2)
    expect(shown).to.include(5)
    bots.close()
    await server.stop()
  })

  it('puts rooms on a Fastify instance that is there already', async () => {
    const fastify = createFastify()
    const own = { fastify, myAccountOf: (token: string) => ({ id: token, name: token }) }
    await run('mount', own, (code) => code.replace('mountRooms(fastify, {', "mountRooms(fastify, { data: 'memory',"))
    const url = await fastify.listen({ port: 0 })
    const lobbies = await Promise.all(['ann', 'bob'].map((token) => connect<Tally>(`${url}/rooms`, 'tally', { token })))
    const [one, two] = await Promise.all(lobbies.map((lobby) => lobby.enter('R:1')))
    await until(one!, ({ status }) => status === 'running')
    await two!.act.add({ by: 1 })
    // Over the connection that the lobbies have, as a page with namespaces of its own would.
    const mine = io(`${url}/mine`, { path: '/rooms/socket.io' })
    await new Promise<void>((resolve) => mine.once('hello', resolve))
    mine.close()
    for (const lobby of lobbies) lobby.close()
    await fastify.close()
  })
})
