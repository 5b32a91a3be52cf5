import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { backUp, exportRoom, replayRoom, UnknownRoomError } from '../../../server/stores/sqlite/data-tools.ts'
import type { SqliteStore } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { comparable, type Move, RoomModel } from '../../../server/testing/suites/room-model.ts'
import { openRoom, openStore, withStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const say = (text: string): Move => ({ kind: 'say', text })

describe('the data’s tools, beside a running server', () => {
  const folder = temporaryFolder()
  const room = new RoomModel('R:1')
  let store: SqliteStore
  let term: number
  before(async () => {
    store = await openStore({ folder })
    term = (await openRoom(store.log, room.roomId)).term
    await store.log.append([room.append(term, [say('start'), say('odd \u0000 \ud800 \\ "')])])
  })
  after(() => store.close())

  it('copy the data as it is, and the copy can be started from', async () => {
    const restored = temporaryFolder()
    const expected = room.expected
    await backUp(folder, join(restored, 'soc-draw.db'))
    expect(readdirSync(restored)).to.deep.equal(['soc-draw.db'])
    await store.log.append([room.append(term, [say('after the copy')])])
    await withStore({ folder: restored }, async ({ log }) => {
      expect(comparable(await openRoom(log, room.roomId))).to.deep.equal(expected)
    })
  })

  it('replace nothing, and leave nothing half done', async () => {
    const taken = join(temporaryFolder(), 'taken')
    writeFileSync(taken, 'precious')
    expect(await backUp(folder, taken).catch(String)).to.match(/^StoreError: .*taken is there already/)
    expect(readFileSync(taken, 'utf8')).to.equal('precious')
    const nowhere = join(temporaryFolder(), 'missing', 'copy')
    expect(await backUp(folder, nowhere).catch(String)).to.match(/^StoreError: .*missing/)
    const empty = temporaryFolder()
    expect(await backUp(empty, join(empty, 'copy')).catch(String)).to.match(/^StoreError: .*is not there/)
    expect(readdirSync(empty)).to.deep.equal([])
  })

  it('export all that is known of a room, a JSON object a line', async () => {
    const answer = { user: 'user:1', client: 'c', seq: 1, digest: 'd', confirmed: 0, at: 5 }
    const append = room.append(term, [])
    await store.log.append([{ ...append, entries: [{ answer: { ...answer, answer: { ok: true, version: 2 } } }] }])
    const lines: { line: string; version?: number; patches?: unknown }[] = []
    await exportRoom(folder, room.roomId, (line) => {
      expect(line.endsWith('\n')).to.equal(true)
      lines.push(JSON.parse(line))
    })
    expect(lines[0]).to.include({ line: 'head', id: 'R:1', version: room.version, status: 'running' })
    const commits = lines.filter(({ line }) => line === 'commit').map(({ line: _, ...commit }) => commit)
    const expected = room.commits.map((commit) => ({ kept: false, ...commit, patches: JSON.parse(commit.patches) }))
    expect(commits).to.deep.equal(expected)
    expect(lines.at(-1)).to.deep.equal({
      line: 'client',
      user: 'user:1',
      client: 'c',
      last: 1,
      confirmed: 0,
      used_at: 5,
      answers: [[1, 'd', { ok: true, version: 2 }]],
    })
  })

  it('replay a room to any version, the newest when none is named', async () => {
    const { version, room: $room, state } = room.expected
    expect(await replayRoom(folder, room.roomId)).to.deep.equal({ version, room: $room, state })
    expect(await replayRoom(folder, room.roomId, 0)).to.deep.equal({
      version: 0,
      room: { status: 'waiting', started: false, members: [] },
    })
    const beyond: unknown = await replayRoom(folder, room.roomId, version + 1).catch((error: unknown) => error)
    expect(beyond).to.include({ name: 'UnreachableVersionError', from: 0, to: version })
  })

  it('say that there is no such room, and make no data where there is none', async () => {
    const unknown = (error: unknown) => expect(error).to.be.instanceOf(UnknownRoomError)
    await replayRoom(folder, 'R:9').then(() => expect.fail('found'), unknown)
    await exportRoom(folder, 'R:9', () => {}).then(() => expect.fail('found'), unknown)
    const empty = temporaryFolder()
    mkdirSync(join(empty, 'data'))
    expect(await replayRoom(join(empty, 'data'), 'R:1').catch(String)).to.match(/is not there/)
    expect(existsSync(join(empty, 'data', 'soc-draw.db'))).to.equal(false)
  })
})
