import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import { signInAnswer } from '../../server/protocol/http-messages.ts'
import { DEMO_PASSWORD } from '../../server/shipped/demo.ts'
import { until } from '../../server/testing/bots.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { givePage, makeRelease } from './support/release.ts'
import { ServerProcess } from './support/server-process.ts'

const run = promisify(execFile)

describe('a server’s data', function () {
  // Each begins several processes, of which each takes a second, or several on a busy machine.
  this.timeout(60_000)

  /** With a page of one line: what the real one takes to be made is no matter here. */
  let release: string
  let folder: string
  const processes: ServerProcess[] = []
  const lobbies: Lobby<typeof chat>[] = []

  before(async () => {
    release = await makeRelease()
    await givePage(release)
  })

  after(async () => {
    await rm(release, { recursive: true })
  })

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soc-draw-data-'))
  })

  afterEach(async () => {
    for (const lobby of lobbies.splice(0)) lobby.close()
    await Promise.all(processes.splice(0).map((each) => each.stop('SIGKILL')))
    await rm(folder, { recursive: true })
  })

  function start(data = folder): ServerProcess {
    const started = new ServerProcess(
      release,
      ['--demo', '--data', data],
      { PORT: '0' },
      'server/command/command-line.js',
    )
    processes.push(started)
    return started
  }

  async function signIn(url: string, username: string): Promise<string> {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ username, password: DEMO_PASSWORD })
    const response = await fetch(`${url}/api/sessions`, { method: 'POST', headers, body })
    return signInAnswer.parse(await response.json()).token
  }

  async function enter(url: string, token: string) {
    const lobby = await connect<typeof chat>(url, 'chat', { token, socket: { forceNew: true } })
    lobbies.push(lobby)
    return lobby.enter('R:1')
  }

  /** Two users in a running chat; returns their rooms and the first one's session token. */
  async function chatting(url: string) {
    const tokens = await Promise.all(['user:1', 'user:2'].map((name) => signIn(url, name)))
    const rooms = await Promise.all(tokens.map((token) => enter(url, token)))
    for (const room of rooms) await until(room, ({ status }) => status === 'running')
    return { rooms, token: tokens[0] ?? '' }
  }

  const tool = (...args: string[]) =>
    run(process.execPath, ['server/command/data.js', ...args, '--data', folder], { cwd: release })

  it('[P3] is there again after the server was ended: messages, members, sessions, accounts', async () => {
    const first = start()
    const { rooms, token } = await chatting(await first.url())
    for (let line = 1; line <= 3; line++) await rooms[0]?.act.say({ text: `line ${line}` })
    for (const lobby of lobbies.splice(0)) lobby.close()
    await first.stop('SIGTERM')

    const second = start()
    const room = await enter(await second.url(), token)
    expect(room.state?.messages.map(({ text }) => text)).to.deep.equal([
      'chat has started',
      'line 1',
      'line 2',
      'line 3',
    ])
    expect(room.members.map(({ id }) => id)).to.have.members(['user:1', 'user:2'])
    expect(room.status).to.equal('running')
    const { actions, before } = await room.history({ limit: 2 })
    expect(actions.map(({ payload }) => payload.text)).to.deep.equal(['line 3', 'line 2'])
    expect(before).to.equal(actions[1]?.version)
    expect(second.errors).to.equal('')
  })

  it('belongs to one server: a second one refuses to start, and says who has it', async () => {
    const first = start()
    await first.url()
    const second = start()
    expect(await second.end()).to.include({ code: 1 })
    expect(second.errors)
      .to.include('soc-draw.db')
      .and.to.match(/process \d+/)
    expect(second.errors, 'words, not a stack').not.to.match(/^ +at /m)
    await first.stop('SIGKILL')
    await start().url()
  })

  it('is copied, exported and replayed beside a running server', async () => {
    const server = start()
    const { rooms } = await chatting(await server.url())
    const said: number[] = []
    for (let line = 1; line <= 3; line++) said.push((await rooms[0]?.act.say({ text: `line ${line}` }))?.id ?? 0)

    const copy = join(folder, 'copy.db')
    await tool('backup', copy)
    const taken = await tool('backup', copy).then(
      () => '',
      (error: Error & { stderr: string }) => error.stderr,
    )
    expect(taken).to.include('is there already')

    const exported = (await tool('export', 'R:1')).stdout.trimEnd().split('\n')
    const lines = exported.map((line) => JSON.parse(line) as { line: string; kind?: string; version?: number })
    expect(lines[0]).to.include({ line: 'head', id: 'R:1' })
    const commits = lines.filter(({ line }) => line === 'commit')
    expect(commits.map(({ version }) => version)).to.deep.equal(commits.map((_, index) => index + 1))
    expect(commits.filter(({ kind }) => kind === 'action').map(({ version }) => version)).to.deep.equal(said)

    const replayed = JSON.parse((await tool('replay', 'R:1', '--to', String(said[1]))).stdout)
    expect(replayed.version).to.equal(said[1])
    expect(replayed.state.messages.map(({ text }: { text: string }) => text)).to.deep.equal([
      'chat has started',
      'line 1',
      'line 2',
    ])

    // The copy serves as a server's data, in another history: what was said after it is no part of it.
    await rooms[0]?.act.say({ text: 'after the copy' })
    const other = await mkdtemp(join(tmpdir(), 'soc-draw-data-'))
    try {
      await cp(copy, join(other, 'soc-draw.db'))
      const url = await start(other).url()
      const room = await enter(url, await signIn(url, 'user:2'))
      expect(room.state?.messages.at(-1)?.text).to.equal('line 3')
    } finally {
      await processes.pop()?.stop('SIGKILL')
      await rm(other, { recursive: true })
    }
  })

  it('that is damaged is named at the start, and left as it is', async () => {
    const file = join(folder, 'soc-draw.db')
    const damage = Buffer.from('this is no database, but somebody’s thesis'.repeat(500))
    await writeFile(file, damage)
    const server = start()
    expect(await server.end()).to.include({ code: 1 })
    expect(server.errors).to.include(file)
    expect(server.errors, 'words, not a stack').not.to.match(/^ +at /m)
    expect((await readFile(file)).equals(damage)).to.equal(true)
  })

  it('tools say how they are used, and what is not there', async () => {
    const fails = (...args: string[]) =>
      tool(...args).then(
        () => 'it worked',
        (error: Error & { stderr: string }) => error.stderr,
      )
    expect(await fails('backup')).to.include('backup FILE')
    expect(await fails('export', 'R:1')).to.include(join(folder, 'soc-draw.db'))
    expect(await fails('replay', 'R:1', '--to', 'now')).to.include('a version is a whole number')
    expect(await fails('backup', 'x', '--to', '1')).to.include('backup FILE')
  })
})
