import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect } from 'chai'

const ROOT = resolve(import.meta.dirname, '..')

/**
 * What each part may import, type imports included, beside itself. A part is a folder of `server` or `web`, or the
 * files that stand directly in it. Imports point down this list, and siblings don't know each other.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'server/state': [],
  'server/protocol': ['server/state'],
  'server/contract': ['server/protocol', 'server/state'],
  'server/applications': ['server/contract'],
  'server/rooms': ['server/contract', 'server/protocol', 'server/state'],
  'server/accounts': ['server/contract', 'server/protocol', 'server/state'],
  'server/sockets': ['server/rooms', 'server/accounts', 'server/contract', 'server/protocol', 'server/state'],
  'server/http': ['server/rooms', 'server/accounts', 'server/contract', 'server/protocol', 'server/state'],
  'server/stores': ['server/rooms', 'server/accounts', 'server/contract', 'server/protocol', 'server/state'],
  'server/players': ['web/client', 'server/applications', 'server/rooms', 'server/contract', 'server/protocol'],
  'server/command': ['server/*', 'server'],
  'server/shipped': ['server/applications', 'server/accounts', 'server/rooms', 'server/contract'],
  'server/host': ['server/*', 'server'],
  server: ['server/*'],
  'server/testing': ['server/*', 'server', 'web/client'],
  'web/client': ['server/contract', 'server/protocol', 'server/state'],
  'web/react': ['web/client', 'server/contract', 'server/protocol'],
  'web/common': ['web/client', 'server/contract', 'server/protocol'],
  'web/applications': [
    'web/common',
    'web/client',
    'server/applications',
    'server/contract',
    'server/protocol',
    'server/state',
  ],
  'web/lobby': [
    'web/common',
    'web/client',
    'web/applications',
    'server/applications',
    'server/contract',
    'server/protocol',
    'server/state',
  ],
  web: ['web/*', 'server/applications', 'server/contract', 'server/protocol'],
}

/** Parts that run in a browser and on a server alike, and the packages they may use. */
const BROWSER_SAFE = ['server/state', 'server/protocol', 'server/contract', 'server/applications', 'web/client']
const BROWSER_SAFE_PACKAGES = ['zod/mini', '@standard-schema/spec', 'socket.io-client']

/** Parts that know no clock, no randomness and no machine. */
const CORE = ['server/state', 'server/protocol', 'server/contract', 'server/applications', 'server/rooms']

interface Import {
  readonly file: string
  readonly from: string
  readonly to: string
}

const files = ['server', 'web']
  .flatMap((top) => readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((file) => join(top, file)))
  .filter((file) => /\.tsx?$/.test(file))

const imports: Import[] = files.flatMap((file) =>
  [...read(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) => ({
    file,
    from: partOf(file),
    to: target.startsWith('.') ? partOf(relative(ROOT, resolve(ROOT, dirname(file), target))) : target,
  })),
)

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

function partOf(file: string): string {
  const [top = '', folder = '', ...rest] = file.split('/')
  return rest.length > 0 ? `${top}/${folder}` : top
}

function allows(from: string, to: string): boolean {
  const allowed = MAY_IMPORT[from] ?? []
  return from === to || allowed.includes(to) || (allowed.includes(`${to.split('/')[0]}/*`) && to !== 'server/testing')
}

const isPart = (to: string): boolean => /^(server|web)(\/|$)/.test(to)

describe('the layers', () => {
  it('have a rule for every part of the source', () => {
    expect([...new Set(files.map(partOf))].filter((part) => !(part in MAY_IMPORT))).to.deep.equal([])
  })

  it('are found in the source, so that this spec can fail', () => {
    expect(imports).to.deep.include({ file: 'server/rooms/room.ts', from: 'server/rooms', to: 'server/protocol' })
    expect(allows('server/rooms', 'server/sockets')).to.equal(false)
    expect(allows('server/protocol', 'server/contract')).to.equal(false)
  })

  it('point one way, type imports included', () => {
    const wrong = imports.filter(({ from, to }) => isPart(to) && !allows(from, to))
    expect(wrong).to.deep.equal([])
  })

  it('that a browser loads import nothing of Node, and few packages', () => {
    const wrong = imports.filter(
      ({ from, to }) => BROWSER_SAFE.includes(from) && !isPart(to) && !BROWSER_SAFE_PACKAGES.includes(to),
    )
    expect(wrong).to.deep.equal([])
  })

  it('below the sockets know no machine, clock, timer or randomness', () => {
    const wrong = imports.filter(
      ({ from, to }) => CORE.includes(from) && (to.startsWith('node:') || to === 'socket.io'),
    )
    const calls = files.filter(
      (file) =>
        CORE.includes(partOf(file)) &&
        /\b(Date\.now|new Date|Math\.random|setTimeout|setInterval|setImmediate|process\.)\b/.test(read(file)),
    )
    expect([wrong, calls]).to.deep.equal([[], []])
  })

  it('give the client library no schema library: it imports the wire as types', () => {
    const values = files
      .filter((file) => partOf(file) === 'web/client')
      .filter((file) => /^import (?!type\b)[^']*'[^']*(events\.ts|zod)/m.test(read(file)))
    expect(values).to.deep.equal([])
  })
})
