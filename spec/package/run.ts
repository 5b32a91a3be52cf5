import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { waitFor } from '../end-to-end/support/wait-for.ts'
import { ENTRIES } from './entries.ts'
import { writeExporter } from './exporter.ts'
import { COMPILERS, writeReader } from './reader.ts'

/**
 * Tries the package as others get it: builds and packs it, looks at it with publint and attw, installs it into an empty
 * project, loads its entries, compiles what the documentation shows, serves by its command, and makes, tests, builds and
 * starts the project of its guide.
 * `npm run test:package`; ends with 1 at the first thing that is wrong.
 */
const ROOT = resolve(import.meta.dirname, '../..')

/** The one entry that stands on what no other needs: those load without it. */
const SUITES = 'soc-draw/testing/suites'

const started: ChildProcess[] = []
const folder = await mkdtemp(join(tmpdir(), 'soc-draw-package-'))
try {
  await tryPackage()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  for (const child of started) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
}

async function tryPackage(): Promise<void> {
  const packed = await step('it is built and packed', async () => {
    await run(ROOT, 'npm', 'pack', '--silent', '--pack-destination', folder)
    const file = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
    if (file === undefined) throw new Error('npm pack made no file')
    return join(folder, file)
  })
  const project = join(folder, 'project')
  await together(lint(packed), makeProject(project, packed))
  await step('what its documentation is compiled with is installed', async () => {
    const compilers = Object.entries(COMPILERS).map(([name, version]) => `${name}@npm:typescript@${version}`)
    await install(project, '@types/node@20', '@types/react', 'vite', 'zod', 'chai', 'fast-check', ...compilers)
    await checkEntry(project, SUITES, ENTRIES[SUITES])
  })
  await together(compileWithIt(project), useItsCommand(project, packed))
}

function lint(packed: string): Promise<void> {
  return step('publint and attw find nothing', async () => {
    await run(ROOT, 'npx', 'publint', 'run', '--strict', packed)
    await run(ROOT, 'npx', 'attw', '--profile', 'esm-only', packed)
  })
}

function makeProject(project: string, packed: string): Promise<void> {
  return step('it is installed into an empty project, and its entries are loaded', async () => {
    await mkdir(project)
    await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }')
    await install(project, packed, 'react')
    for (const [entry, names] of Object.entries(ENTRIES)) if (entry !== SUITES) await checkEntry(project, entry, names)
  })
}

async function compileWithIt(project: string): Promise<void> {
  await step('README, guide and reference compile with it, as strictly as can be', async () => {
    await writeReader(join(project, 'reader'), [...Object.keys(ENTRIES), 'soc-draw/page'])
    for (const compiler of Object.keys(COMPILERS))
      await run(project, process.execPath, `node_modules/${compiler}/bin/tsc`, '-p', 'reader')
  })
  await step('what is made of it can be exported, with declarations', async () => {
    await writeExporter(join(project, 'exporter'))
    for (const compiler of Object.keys(COMPILERS))
      await run(
        project,
        process.execPath,
        `node_modules/${compiler}/bin/tsc`,
        '-p',
        'exporter',
        '--outDir',
        `exporter/out/${compiler}`,
      )
  })
}

async function useItsCommand(project: string, packed: string): Promise<void> {
  await step('its command says what it can, and serves its page, accounts and rooms', () => checkCommand(project))
  const game = join(project, 'my-app')
  await step('its command makes a project, whose types and test hold', async () => {
    await run(project, 'npx', 'soc-draw', 'new', 'my-app', '--from', packed)
    await install(game)
    const out = await run(game, 'npm', 'test')
    if (!/pass 2$/m.test(out)) throw new Error(out)
  })
  await step('the project is built, and started', async () => {
    await run(game, 'npm', 'run', 'build')
    const server = await start(game, 'node_modules/.bin/tsx', 'server.ts')
    await checkPage(server)
    await server.stop()
  })
}

/** Side by side: each uses one core. @throws the first that failed, once none of them goes on */
async function together(...parts: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(parts)
  await Promise.all(parts)
}

async function step<Result>(what: string, take: () => Promise<Result>): Promise<Result> {
  const began = Date.now()
  const result = await take()
  process.stdout.write(`${what} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`)
  return result
}

/** The environment, without what the npm that runs this says of where it runs; any free port. */
function environment(): NodeJS.ProcessEnv {
  const { npm_config_local_prefix: _, ...env } = process.env
  return { ...env, PORT: '0', NODE_NO_WARNINGS: '1' }
}

/** @throws Error with all that the command said, unless it ended well */
async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, env: environment(), timeout: 300_000 })
    return stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')}:\n${stdout}\n${stderr}`, { cause: error })
  }
}

/** Refuses packages that want another Node than the one that runs this. */
async function install(cwd: string, ...packages: string[]): Promise<void> {
  await run(cwd, 'npm', 'install', '--engine-strict', '--prefer-offline', '--no-audit', '--no-fund', ...packages)
}

async function checkEntry(cwd: string, entry: string, names: readonly string[]): Promise<void> {
  const script = `console.log(Object.keys(await import('${entry}')).sort().join())`
  const there = (await run(cwd, process.execPath, '--input-type=module', '--eval', script)).trim()
  if (there !== names.join()) throw new Error(`${entry} has ${there}`)
}

async function checkCommand(cwd: string): Promise<void> {
  const help = await run(cwd, 'npx', 'soc-draw', '--help')
  for (const option of ['--port', '--data', '--help', 'new']) if (!help.includes(option)) throw new Error(help)
  // With a folder: the threads that write to it are files of the package too.
  const server = await start(cwd, 'node_modules/.bin/soc-draw', '--demo', '--data', 'kept')
  await checkPage(server)
  const body = JSON.stringify({ username: 'user:1', password: 'soc-draw' })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}/api/sessions`, { method: 'POST', headers, body })
  if (answer.status !== 201) throw new Error(`signing in: ${await answer.text()}`)
  await server.stop()
}

interface Started {
  readonly url: string
  /** @throws Error unless it ends well */
  stop(): Promise<void>
}

/** Starts a server that says where it is. */
async function start(cwd: string, command: string, ...args: string[]): Promise<Started> {
  const child = spawn(join(cwd, command), args, { cwd, env: environment(), stdio: ['ignore', 'pipe', 'inherit'] })
  started.push(child)
  let out = ''
  child.stdout.on('data', (text) => {
    out += text
  })
  await waitFor(() => /http:\S+/.test(out) || child.exitCode !== null, `${command} said where it is`, 20_000)
  const url = /http:\S+/.exec(out)?.[0]
  if (url === undefined) throw new Error(`${command} ended: ${out}`)
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      const code = await ended
      if (code !== 0) throw new Error(`${command} ended with ${code}`)
    },
  }
}

/** @throws Error unless there is a page with a script that is there too */
async function checkPage({ url }: Started): Promise<void> {
  const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text()
  const script = /<script type="module"[^>]* src="([^"]+)"/.exec(page)?.[1]
  if (script === undefined) throw new Error(`${url} has no page: ${page}`)
  const { status } = await fetch(new URL(script, url))
  if (status !== 200) throw new Error(`${script}: ${status}`)
}
