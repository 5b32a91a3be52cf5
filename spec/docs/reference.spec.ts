import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import { ERRORS } from '../../server/protocol/errors.ts'
import * as hooks from '../../web/react/index.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const REFERENCE = readFileSync(join(ROOT, 'docs/reference.md'), 'utf8')

/** The text below a heading, up to the next one that is no deeper. */
function section(heading: string): string {
  const level = heading.indexOf(' ')
  const start = REFERENCE.indexOf(`\n${heading}\n`)
  expect(start, `the heading ${heading}`).to.be.greaterThan(-1)
  const rest = REFERENCE.slice(start + heading.length + 2)
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'))
  return end < 0 ? rest : rest.slice(0, end)
}

/** The code in a section's tables: what stands between backticks in their rows' first cells. */
function named(heading: string): string[] {
  const cells = [...section(heading).matchAll(/^\| (.*?) \|/gm)].map(([, cell = '']) => cell)
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
}

/** The members of an interface or class that its users see, read from its source. */
function members(file: string, declaration: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8')
  const start = source.search(new RegExp(`export (interface|class) ${declaration}\\b`))
  expect(start, `${declaration} in ${file}`).to.be.greaterThan(-1)
  const body = source.slice(start, source.indexOf('\n}', start))
  const lines = [...body.matchAll(/^ {2}(?:readonly |async |get )*([a-z]\w*)\??(?=[(:<]| *\()/gm)]
  return [...new Set(lines.map(([, name = '']) => name))].filter((name) => name !== 'constructor')
}

/** Each interface, and the heading below which its members are named. */
const DESCRIBED: readonly (readonly [file: string, declaration: string, heading: string, atLeast: number])[] = [
  ['server/contract/define-application.ts', 'Rules', '## The rules', 20],
  ['server/contract/context.ts', 'Context', '### Context', 5],
  ['server/contract/context.ts', 'StartContext', '### Context', 5],
  ['server/contract/rule-handlers.ts', 'ApplicationLimits', '### Limits', 4],
  ['server/host/server-options.ts', 'ServerOptions', '## The server', 5],
  ['server/host/server-options.ts', 'MountOptions', '## The server', 12],
  ['server/host/server.ts', 'SocDrawServer', '## The server', 3],
  ['server/host/server.ts', 'MountedRooms', '## The server', 2],
  ['server/host/host-rooms.ts', 'HostRooms', '#### Rooms that people make', 13],
  ['server/host/host-room.ts', 'HostRoom', "#### A room in the host's hands", 8],
  ['web/client/open-lobby.ts', 'ConnectOptions', '## The client', 7],
  ['web/client/client-api.ts', 'Lobby', '### Lobby', 9],
  ['web/client/client-api.ts', 'Room', '### Room', 18],
  ['web/client/rooms.ts', 'Rooms', '### Rooms that people make', 14],
  ['web/lobby/mount-page.tsx', 'PageOptions', '## soc-draw/page', 4],
  ['web/applications/room-view.ts', 'MountedView', '## soc-draw/page', 4],
  ['web/applications/room-view.ts', 'RoomView', '## soc-draw/page', 2],
  ['server/testing/play.ts', 'Play', '## soc-draw/testing', 11],
]

describe('the reference', () => {
  for (const [file, declaration, heading, atLeast] of DESCRIBED) {
    it(`names all of ${declaration}, and nothing that is not there`, () => {
      const there = members(file, declaration).filter((name) => name !== 'start')
      expect(there.length).to.be.at.least(atLeast)
      expect(there.filter((name) => !named(heading).includes(name))).to.deep.equal([])
    })
  }

  it('names no key of the contract, lobby or room that is gone', () => {
    const all = (heading: string) =>
      DESCRIBED.filter(([, , at]) => at === heading).flatMap(([file, declaration]) => members(file, declaration))
    for (const heading of ['### Context', '### Limits', '### Lobby', '### Room']) {
      expect(named(heading).filter((name) => !all(heading).includes(name))).to.deep.equal([])
    }
    const [rules = ''] = section('## The rules').split('\n### ')
    const keys = [...rules.matchAll(/^\| `(\w+)` \|/gm)].map(([, key = '']) => key)
    expect(keys).to.have.members(members('server/contract/define-application.ts', 'Rules'))
  })

  it('names every entry of the package, hook and tool for tests', () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { exports: object }
    const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'))
    const [begin = ''] = REFERENCE.split('\n## ')
    for (const entry of entries) expect(begin).to.match(new RegExp(`^\\| .*\`${join('soc-draw', entry)}\``, 'm'))
    for (const hook of Object.keys(hooks)) expect(named('## soc-draw/react')).to.include(hook)
    const tools = readFileSync(join(ROOT, 'server/testing/index.ts'), 'utf8')
    for (const [, names = ''] of tools.matchAll(/export { (.*?) } from/g)) {
      const values = names.split(', ').filter((name) => !name.startsWith('type '))
      for (const tool of values) expect(section('## soc-draw/testing')).to.match(new RegExp(`\`${tool}\\b`))
    }
  })

  it('tells of every error what the code says', () => {
    const rows = Object.entries(ERRORS).map(
      ([code, { message, status, retryable }]) =>
        `| \`${code}\` | ${message} | ${status} | ${retryable ? 'yes' : 'no'} |`,
    )
    const told = section('## Errors').split('\n')
    expect(told.filter((line) => line.startsWith('| `'))).to.have.members(rows)
  })
})
