import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import createFastify, { type FastifyInstance } from 'fastify'
import { io } from 'socket.io-client'
import { chat } from '../server/applications/chat.ts'
import type { Action } from '../server/contract/action.ts'
import type { AnyApplication, Application } from '../server/contract/application.ts'
import { Bots, until } from '../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../server/testing/start-test-server.ts'
import { connect } from '../web/client/connect.ts'

const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

/** What the snippets take for granted, and a reader would import from the package. */
const PRELUDE = `
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import { connect } from '../../web/client/index.ts'
import type { chat } from '../../server/applications/chat.ts'
import { mountRooms } from '../../server/host/server.ts'
`

/** What the README's application is, for the specs' own types. */
type Tally = Application<{
  state: { total: number }
  actions: { add: Action<object, { by: number }, { by: number }, void> }
  refusals: never
  visibility: Record<never, never>
  presence: never
  history: Record<never, never>
}>

/** The code that stands below `<!-- snippet: name -->`. */
function snippet(name: string): string {
  const [, code] = new RegExp(`<!-- snippet: ${name} -->\n\`\`\`ts\n([^]*?)\n\`\`\``).exec(README) ?? []
  if (!code) throw new Error(`the README has no snippet ${name}`)
  return code
}

/** Runs code as a module of the project. Returns what it exports. */
async function run(code: string): Promise<unknown> {
  const folder = mkdtempSync(join(import.meta.dirname, 'snippet-'))
  try {
    const file = join(folder, 'snippet.ts')
    writeFileSync(file, PRELUDE + code)
    return await import(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the README', () => {
  it('has an application that works', async () => {
    const { tally } = (await run(snippet('application'))) as { tally: AnyApplication }
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
    const server = await startTestServer(chat)
    const bots = new Bots<typeof chat>(server, 'chat')
    const [bob] = await bots.enter('R:1', 'bob', 'cid')
    await until(bob!, ({ status }) => status === 'running')
    const code = `export async function example(url: string, token: string, show: (line: string) => void) {
      ${snippet('client')}
      return id
    }`
    const said: string[] = []
    const { example } = (await run(code)) as { example(...args: unknown[]): Promise<number> }
    const id = await example(server.url, tokenOf('ann'), (line: string) => said.push(line))
    expect(id).to.be.greaterThan(0)
    expect(said).to.include('ann: hello')
    bots.close()
    await server.stop()
  })

  it('puts rooms on a Fastify instance that is there already', async () => {
    const code = `${snippet('application')}
    export async function example(fastify: never, myAccountOf: (token: unknown) => never) {
      ${snippet('mount').replace('mountRooms(fastify, {', "mountRooms(fastify, { data: 'memory',")}
    }`
    const { example } = (await run(code)) as { example(fastify: FastifyInstance, accountOf: unknown): Promise<void> }
    const fastify = createFastify()
    await example(fastify, (token: string) => ({ id: token, name: token }))
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
