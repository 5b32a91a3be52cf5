import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'chai'

const ROOT = resolve(import.meta.dirname, '../..')
const PROCESS = readFileSync(join(ROOT, 'docs/process.md'), 'utf8')

interface Diagram {
  /** The file of each part, by its name. */
  readonly files: ReadonlyMap<string, string>
  /** What is called in which part. */
  readonly calls: readonly { readonly part: string; readonly name: string }[]
}

const diagrams: Diagram[] = [...PROCESS.matchAll(/```mermaid\nsequenceDiagram\n([\s\S]*?)```/g)].map(
  ([, text = '']) => ({
    files: new Map(
      [...text.matchAll(/participant (\w+) as \1<br\/>(\S+)/g)].map(([, part = '', file = '']) => [part, file]),
    ),
    calls: [...text.matchAll(/\w+--?>>(\w+): (.*)/g)].flatMap(([, part = '', said = '']) =>
      [...said.matchAll(/(\w+)\(\)/g)].map(([, name = '']) => ({ part, name })),
    ),
  }),
)

const source = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** Whether a file has a function or method of this name. */
function declares(file: string, name: string): boolean {
  return new RegExp(`^( *(static |async )*|export (async )?function )${name}[(<]`, 'm').test(source(file))
}

describe('the drawing of the process', () => {
  it('has parts and calls, so that this spec can fail', () => {
    expect(diagrams.map(({ files }) => files.size)).to.deep.equal([10, 11])
    expect(diagrams.flatMap(({ calls }) => calls)).to.deep.include({ part: 'Lifecycle', name: 'settle' })
    expect(diagrams.flatMap(({ calls }) => calls).length).to.be.greaterThan(15)
    expect(declares('server/rooms/room/lifecycle.ts', 'settles')).to.equal(false)
  })

  it('names files, classes and functions that are there', () => {
    for (const [part, file] of diagrams.flatMap(({ files }) => [...files])) {
      expect(existsSync(join(ROOT, file)), file).to.equal(true)
      expect(source(file)).to.match(new RegExp(`export (async function|function|class) ${part}\\b`), part)
    }
  })

  it('calls only what the part has that it points to', () => {
    for (const { files, calls } of diagrams) {
      for (const { part, name } of calls) {
        expect(declares(files.get(part) ?? expect.fail(`${part} is no part`), name), `${part}.${name}`).to.equal(true)
      }
    }
  })

  it('knows the states of a room', () => {
    const states = /RoomStatus = (.*)/.exec(source('server/protocol/room-document.ts'))?.[1] ?? ''
    const drawn = PROCESS.slice(PROCESS.indexOf('stateDiagram')).match(/\b\w+(?= -->)|(?<=--> )\w+/g)
    expect([...new Set(drawn)]).to.have.members([...states.matchAll(/'(\w+)'/g)].map(([, status]) => status))
  })
})
