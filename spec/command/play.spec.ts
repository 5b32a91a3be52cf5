import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { UsageError } from '../../server/command/in-words.ts'
import { play } from '../../server/command/play.ts'
import { readPlayOptions } from '../../server/command/play-options.ts'
import { createServer, type SocDrawServer } from '../../server/host/server.ts'
import { demoUsersOf } from '../../server/shipped/demo.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { soon, waitFor } from '../end-to-end/support/wait-for.ts'
import { compiledSources } from '../support/compiled.ts'

/** What somebody is told who starts bots like this. */
async function told(...args: string[]): Promise<string> {
  return play(args).then(
    () => expect.fail('they play'),
    (error: unknown) => {
      if (error instanceof UsageError) return error.message
      throw error
    },
  )
}

describe('the command play', () => {
  it('has defaults for all but the application, and takes names apart', () => {
    expect(readPlayOptions(['board'], () => 0.5)).to.deep.equal({
      ...{ application: 'board', bots: 3, url: 'http://localhost:8089', room: undefined, pace: 1 },
      ...{ seconds: undefined, seed: 2 ** 31 },
      who: { users: ['user:1', 'user:2', 'user:3'], password: 'soc-draw' },
    })
    const args = ['chat', '--users', 'ann, bob', '--password', 'secret', '--seed', '7', '--pace', '0.5']
    expect(readPlayOptions(args, () => 0.5)).to.deep.include({
      ...{ bots: 2, pace: 0.5, seed: 7 },
      who: { users: ['ann', 'bob'], password: 'secret' },
    })
    expect(readPlayOptions(['chat', '--tokens', 'a,b', '--bots', '1'], () => 0.5)?.who).to.deep.equal({ tokens: ['a'] })
  })

  it('says what is wrong with what it is told', async () => {
    expect(await told()).to.include('--bots')
    expect(await told('chess')).to.equal('no bot can use chess: there are bots for chat, board, guess')
    expect(await told('chat', '--bots', '0')).to.equal('--bots must be a number from 1 to 1000')
    expect(await told('chat', '--bots', '1.5')).to.equal('--bots must be a whole number')
    expect(await told('chat', '--pace', 'fast')).to.equal('--pace must be a number from 0.01 to 1000')
    expect(await told('chat', '--url', 'localhost')).to.match(/^--url must be an address/)
    expect(await told('chat', '--users', 'ann,ann')).to.equal('--users names somebody twice')
    expect(await told('chat', '--users', 'ann', '--bots', '2')).to.match(/^2 bots need 2 users/)
    expect(await told('chat', '--loud')).to.include('--bots')
  })

  describe('against a server', () => {
    let server: SocDrawServer
    const children: ChildProcess[] = []

    beforeEach(async () => {
      server = await createServer({
        ...{ applications: [chat], data: 'memory', port: 0, logLevel: 'silent', signInLimit: 'none' },
        maxLag: Number.POSITIVE_INFINITY,
        rooms: [
          { id: 'R:1', name: 'Small', application: 'chat', players: { min: 2, max: 2 } },
          { id: 'R:2', name: 'Large', application: 'chat' },
        ],
        users: demoUsersOf(3),
      })
    })

    afterEach(async () => {
      for (const child of children.splice(0)) child.kill('SIGKILL')
      await server.stop()
    })

    it('says what is wrong there', async () => {
      const url = ['--url', server.url]
      expect(await told('guess', ...url)).to.equal(`the server at ${server.url} has no application guess: it has chat`)
      expect(await told('chat', ...url, '--password', 'wrong')).to.match(
        /^the server knows no user:1 with this password/,
      )
      expect(await told('chat', ...url, '--bots', '4')).to.match(/^the server knows no user:4 .*DEMO_USERS=12/)
      expect(await told('chat', ...url, '--room', 'R:9')).to.equal('chat has no room R:9 that they may enter')
      expect(await told('chat', ...url, '--room', 'R:1')).to.equal('The room is full. (ROOM_FULL)')
      expect(await told('chat', ...url, '--tokens', 'a,b')).to.equal('Please sign in. (UNAUTHENTICATED)')
      await server.stop()
      expect(await told('chat', ...url)).to.equal(`there is no server at ${server.url}`)
    })

    it('says so of a server with accounts of its own', async () => {
      const other = await startTestServer(chat)
      expect(await told('chat', '--url', other.url)).to.equal(
        `the server at ${other.url} has accounts of its own: use --tokens`,
      )
      await other.stop()
    })

    it('plays as a process in the first room with place for all, and leaves it at Ctrl-C', async function () {
      this.timeout(40_000)
      const args = ['play', 'chat', '--url', server.url, '--pace', '20', '--seed', '1']
      const command = join(await compiledSources(), 'server/command/command-line.js')
      const child = spawn(process.execPath, [command, ...args])
      children.push(child)
      let out = ''
      child.stdout.on('data', (text) => {
        out += text
      })
      child.stderr.on('data', (text) => {
        out += text
      })
      const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)))
      await waitFor(() => / s {2}running, [1-9]\d* done/.test(out), 'it says how they do', 30_000)
      child.kill('SIGINT')
      expect(await soon(ended, 'it ended'), out).to.equal(0)
      expect(out).to.match(/^3 bots are in Large \(R:2\) at http/)
      const [, done, acknowledged] = /they have left: (\d+) actions, (\d+) acknowledged, 0 refused\n$/.exec(out) ?? []
      expect([Number(done) > 0, acknowledged]).to.deep.equal([true, done])
      expect((await server.io.of('/chat').fetchSockets()).length).to.equal(0)
    })
  })
})
