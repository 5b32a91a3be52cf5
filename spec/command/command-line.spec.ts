import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { compiledSources } from '../support/compiled.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string
  private?: boolean
  bin: Record<string, string>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

interface Ended {
  readonly code: number
  readonly out: string
  readonly errors: string
}

describe('the command soc-draw', function () {
  // Each begins a process, which takes a second, or several on a busy machine.
  this.timeout(30_000)

  let compiled: string
  let folder: string

  before(async () => {
    compiled = await compiledSources()
  })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'soc-draw-command-'))
  })

  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  /** Runs the sources as `npx soc-draw` runs what they are built into. */
  function socDraw(...args: string[]): Promise<Ended> {
    return socDrawWith({}, ...args)
  }

  function socDrawWith(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> {
    const command = [join(compiled, 'server/command/command-line.js'), ...args]
    const options = { cwd: folder, env: { PATH: process.env.PATH, ...env }, timeout: 20_000 }
    return new Promise((resolve) => {
      execFile(process.execPath, command, options, (error, out, errors) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, errors }),
      )
    })
  }

  it('is what the package runs', () => {
    expect(manifest.bin['soc-draw']).to.equal('dist/server/command/command-line.js')
    expect(readFileSync(join(ROOT, 'server/command/command-line.ts'), 'utf8')).to.match(/^#!\/usr\/bin\/env node\n/)
  })

  it('says what it can, and which version it is', async () => {
    const help = await socDraw('--help')
    expect(help).to.include({ code: 0, errors: '' })
    for (const word of ['new', '--port', '--host', '--data', '--demo', '--from', '--help', '--version']) {
      expect(help.out).to.include(word)
    }
    expect(await socDraw('--version')).to.deep.equal({ code: 0, out: `${manifest.version}\n`, errors: '' })
  })

  it('answers what it does not know with what it can, and no stack', async () => {
    const wrong = [['old'], ['new'], ['new', 'one', 'two'], ['--loud']]
    for (const { code, out, errors } of await Promise.all(wrong.map((args) => socDraw(...args)))) {
      expect({ code, out }).to.deep.equal({ code: 1, out: '' })
      expect(errors)
        .to.include('--port')
        .and.not.to.match(/^ +at /m)
    }
  })

  it('names a wrong value by the option that it was given with', async () => {
    const { code, errors } = await socDraw('--port', 'eighty')
    expect({ code, errors }).to.deep.equal({ code: 1, errors: '--port must be a whole number from 0 to 65535\n' })
  })

  it('says that its demo keeps nothing where DATA_DIR is set, and uses what --data names', async () => {
    const data = join(folder, 'kept')
    // Without a page that was built it serves nothing: what it says before that is enough.
    const [said, silent, named] = await Promise.all([
      socDrawWith({ DATA_DIR: data }, '--demo', '--port', '0'),
      socDraw('--demo', '--port', '0'),
      socDrawWith({ DATA_DIR: data }, '--demo', '--port', '0', '--data', join(folder, 'other')),
    ])
    expect(said?.out).to.include('--demo keeps nothing, and does not use DATA_DIR')
    expect([silent?.out, named?.out].join()).not.to.include('DATA_DIR')
    expect(readdirSync(folder)).to.include('other')
    expect(readdirSync(folder)).not.to.include('kept')
  })

  it('writes a project with everything filled in, on the versions that soc-draw itself uses', async () => {
    writeFileSync(join(folder, 'soc-draw.tgz'), '')
    const { code, out } = await socDraw('new', 'games/my-app', '--from', './soc-draw.tgz')
    expect(code).to.equal(0)
    expect(out).to.include('my-app is made').and.to.include('cd games/my-app')
    const project = join(folder, 'games/my-app')
    const names = readdirSync(project)
    const expected = [
      '.gitignore',
      'README.md',
      'package.json',
      'rules.ts',
      'rules.spec.ts',
      'server.ts',
      'page.ts',
      'view.ts',
    ]
    expect(names).to.include.members(expected)
    for (const name of names) expect(readFileSync(join(project, name), 'utf8'), name).not.to.match(/\{\{|template/)
    expect(readFileSync(join(project, 'README.md'), 'utf8')).to.match(/^# my-app$/m)
    const { name, dependencies, devDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
    expect(name).to.equal('my-app')
    expect(dependencies).to.deep.equal({ 'soc-draw': 'file:../../soc-draw.tgz', zod: manifest.dependencies.zod })
    for (const [tool, version] of Object.entries(devDependencies)) {
      expect(version, tool).to.equal(manifest.devDependencies[tool])
    }
  })

  it('overwrites nothing, and takes no name that no package can have', async () => {
    mkdirSync(join(folder, 'my-app'))
    writeFileSync(join(folder, 'my-app/mine'), 'mine')
    expect((await socDraw('new', 'my-app', '--from', '1')).errors).to.match(/^there is something in .*my-app already$/m)
    expect((await socDraw('new', 'My App', '--from', '1')).errors).to.include('My App')
    expect([readdirSync(folder), readdirSync(join(folder, 'my-app'))]).to.deep.equal([['my-app'], ['mine']])
  })

  it('never lets a project take somebody else’s package for soc-draw', async () => {
    const { code, errors } = await socDraw('new', 'my-app')
    expect(manifest.private, 'as long as it is in no registry').to.equal(true)
    expect(code).to.equal(1)
    expect(errors).to.include('--from')
    expect(readdirSync(folder)).to.deep.equal([])
  })
})
