import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect } from 'chai'
import { GROUND, MAY_IMPORT, ROOMS } from './support/layers.ts'

const ROOT = resolve(import.meta.dirname, '..')

/** Parts that run in a browser and on a server alike, and the packages they may use. */
const BROWSER_SAFE = [
  'server/machine',
  'server/state',
  'server/protocol',
  'server/contract',
  'server/applications',
  'web/client',
]
const BROWSER_SAFE_PACKAGES = ['zod/mini', '@standard-schema/spec', 'socket.io-client']

/** Parts that know no clock, no randomness and no machine. */
const CORE = ['server/applications', ...ROOMS, ...GROUND]

interface Import {
  readonly file: string
  /** The file or package that it imports. */
  readonly target: string
  readonly from: string
  readonly to: string
}

const files = ['server', 'web']
  .flatMap((top) => readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((file) => join(top, file)))
  .filter((file) => /\.tsx?$/.test(file))

const imports: Import[] = files.flatMap((file) =>
  [...read(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name = '']) => {
    const target = name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), name)) : name
    return { file, target, from: partOf(file), to: name.startsWith('.') ? partOf(target) : name }
  }),
)

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

/** The smallest part that a file is in. */
function partOf(file: string): string {
  const parts = Object.keys(MAY_IMPORT).filter((part) => file.startsWith(`${part}/`))
  return parts.sort((one, other) => other.length - one.length)[0] ?? dirname(file)
}

function allows(from: string, to: string): boolean {
  return from === to || (MAY_IMPORT[from] ?? []).includes(to)
}

/** The groups of files that reach each other: strongly connected components of more than one, after Kosaraju. */
function circles(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const back = new Map([...arrows.keys()].map((file): [string, string[]] => [file, []]))
  for (const [file, targets] of arrows) for (const target of targets) back.get(target)?.push(file)
  const last = [...arrows.keys()].reduce((seen, file) => walk(file, arrows, seen), new Set<string>())
  const grouped = new Set<string>()
  return [...last].reverse().flatMap((file) => {
    const before = new Set(grouped)
    const group = [...walk(file, back, grouped)].filter((each) => !before.has(each))
    return group.length > 1 ? [group.sort()] : []
  })
}

/** Adds to `done` all that `from` reaches and isn't there yet, each after what it reaches itself. */
function walk(
  from: string,
  arrows: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
  under = new Set<string>(),
) {
  if (done.has(from) || under.has(from)) return done
  under.add(from)
  for (const next of arrows.get(from) ?? []) if (arrows.has(next)) walk(next, arrows, done, under)
  return done.add(from)
}

const isPart = (to: string): boolean => /^(server|web)(\/|$)/.test(to)

describe('the layers', () => {
  it('have a rule for every part of the source, and none for what is gone', () => {
    const folders = new Set(files.map((file) => file.split('/').slice(0, -1).slice(0, 2).join('/')))
    expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).to.deep.equal([])
    expect(Object.keys(MAY_IMPORT).filter((part) => !files.some((file) => partOf(file) === part))).to.deep.equal([])
  })

  it('leave only entries loose in the server’s folder', () => {
    const loose = files.filter((file) => dirname(file) === 'server')
    expect(loose.sort()).to.deep.equal(['server/browser.ts', 'server/index.ts', 'server/main.ts', 'server/ports.ts'])
  })

  it('are found in the source, so that this spec can fail', () => {
    expect(imports).to.deep.include({
      file: 'server/rooms/room/room.ts',
      target: 'server/protocol/errors.ts',
      from: 'server/rooms/room',
      to: 'server/protocol',
    })
    expect(allows('server/rooms/room', 'server/sockets')).to.equal(false)
    expect(allows('server/rooms/log', 'server/rooms/room')).to.equal(false)
    expect(allows('server/protocol', 'server/contract')).to.equal(false)
  })

  it('point one way, type imports included', () => {
    const wrong = imports.filter(({ from, to }) => isPart(to) && !allows(from, to))
    expect(wrong).to.deep.equal([])
  })

  it('have no circles, type imports included', () => {
    expect(
      circles(
        new Map([
          ['a', ['b']],
          ['b', ['c', 'd']],
          ['c', ['b']],
          ['d', []],
        ]),
      ),
    ).to.deep.equal([['b', 'c']])
    const arrows = new Map(files.map((file): [string, string[]] => [file, []]))
    for (const { file, target } of imports) arrows.get(file)?.push(target)
    expect(circles(arrows)).to.deep.equal([])
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
