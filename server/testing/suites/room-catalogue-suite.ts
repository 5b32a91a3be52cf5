import { expect } from 'chai'
import type { CataloguedRoom, RoomCatalogue } from '../../rooms/log/room-catalogue.ts'
import type { LogEntry } from '../../rooms/log/room-log.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import type { OpenedRoomCatalogue } from './opened-catalogue.ts'
import { describePeopleRooms } from './people-rooms-suite.ts'
import { RoomModel } from './room-model.ts'
import { describeRoomSearch } from './room-search-suite.ts'
import { after, before, beforeEach, describe, it } from './runner.ts'

/** What every room catalogue keeps to. Called inside its own spec, with what opens an empty one. */
export function describeRoomCatalogue(name: string, open: () => Promise<OpenedRoomCatalogue>): void {
  describePeopleRooms(name, open)
  describeRoomSearch(name, open)
  describe(`room catalogue: ${name}`, () => {
    let opened: OpenedRoomCatalogue
    let rooms: RoomCatalogue
    let applications = 0
    /** Each spec has an application of its own, and so a list of its own. */
    let application: string

    before(async () => {
      opened = await open()
      rooms = opened.rooms
    })
    beforeEach(() => {
      application = `application-${++applications}`
    })
    after(() => opened.close())

    const record = (name: string, users?: readonly string[]): RoomRecord => ({
      id: `${application}:${name}`,
      name: `Room ${name}`,
      application,
      ...(users && { users }),
    })
    const page = (given: Partial<{ user: string | null; after: number; limit: number }> = {}) =>
      rooms.page({ application, user: 'user:1', after: 0, limit: 100, ...given })
    const names = (found: readonly CataloguedRoom[]) => found.map((room) => room.record.id.split(':')[1])

    async function seat(id: string) {
      const model = new RoomModel(id)
      const { term } = await opened.log.open(id, { epoch: 'e', rules: 1 })
      await opened.log.append([model.append(term, [{ kind: 'forget' }])])
    }

    describe('the rooms that are to hear what a user is called', () => {
      const step = async (id: string, ...done: readonly ['join' | 'rename' | 'leave', string, string][]) => {
        const { term, version } = await opened.log.open(id, { epoch: 'e', rules: 1 })
        const entries = done.map(([kind, user, name], index) => ({
          commit: { version: version + 1 + index, kind, at: 1, user: { id: user, name }, patches: '[]' },
        }))
        const [outcome] = await opened.log.append([{ roomId: id, term, base: version, rules: 1, entries }])
        return outcome
      }
      const untold = async (user: string, name: string, more: object = {}) =>
        names(await rooms.untold({ user, name, after: 0, limit: 10, ...more }))

      it('are those in whose logs they joined under another name, and were not called so since', async () => {
        const eve = `eve \\\u0000 ${application}`
        await rooms.ensure([record('a'), record('b'), record('c'), record('d')], 'host')
        await step(record('a').id, ['join', eve, 'Eve'], ['join', 'bob', 'Bob'], ['leave', eve, 'Eve'])
        await step(record('b').id, ['join', eve, 'Eve'], ['rename', eve, 'Eve \ud800'])
        await step(record('c').id, ['leave', eve, 'Eve'])
        await rooms.archive([record('a').id])
        expect(await untold(eve, 'Eve')).to.deep.equal(['b'])
        expect(await untold(eve, 'Eve \ud800')).to.deep.equal(['a'])
        expect(await untold(eve, 'New')).to.deep.equal(['a', 'b'])
        expect(await untold(eve, 'New', { limit: 1 })).to.deep.equal(['a'])
        const [first] = await rooms.untold({ user: eve, name: 'New', after: 0, limit: 1 })
        expect(await untold(eve, 'New', { after: first?.position })).to.deep.equal(['b'])
        await step(record('a').id, ['rename', eve, 'New'])
        expect(await untold(eve, 'New')).to.deep.equal(['b'])
        expect(await untold(eve.toUpperCase(), 'New'), 'another user').to.deep.equal([])
      })

      it('[P3] are still those where it was not stored that they heard it', async () => {
        const { id } = record('a')
        await rooms.ensure([record('a')], 'host')
        const eve = `eve ${application}`
        await step(id, ['join', eve, 'Eve'])
        const { term, version: base } = await opened.log.open(id, { epoch: 'e', rules: 1 })
        const commit = {
          version: base + 1,
          kind: 'rename',
          at: 1,
          user: { id: eve, name: 'New' },
          patches: '[]',
        } as const
        const [late] = await opened.log.append([{ roomId: id, term: term - 1, base, rules: 1, entries: [{ commit }] }])
        expect(late).to.include({ ok: false })
        expect(await untold(eve, 'New')).to.deep.equal(['a'])
      })
    })

    it('finds a room as it was made: nobody in it, waiting', async () => {
      const made = [record('open'), record('private', ['user:2', 'user:1'])]
      await rooms.ensure(made, 'host')
      for (const record of made) {
        const { position, ...found } = (await rooms.find(record.id)) ?? { position: 0 }
        expect(position).to.be.greaterThan(0)
        const standing = { status: 'waiting', members: 0 }
        expect(found).to.deep.equal({ record, standing, origin: 'host', archived: false })
      }
      expect(await rooms.find(`${application}:other`)).to.equal(undefined)
    })

    it('keeps a room’s own settings as they are', async () => {
      const keepers = { owner: 'user:2', moderators: ['user:1', 'ünï'] }
      const made = {
        ...record('own'),
        ...keepers,
        players: { min: 3 },
        options: { words: ['a', '\u0000'], fast: null },
      }
      await rooms.ensure([made], 'host')
      expect((await rooms.find(made.id))?.record).to.deep.equal(made)
      expect((await page())[0]?.record).to.deep.equal(made)
    })

    it('lists a room as its log has it last: status, members, what it shows of itself', async () => {
      const made = record('shown')
      await rooms.ensure([made], 'host')
      const model = new RoomModel(made.id)
      const { term } = await opened.log.open(made.id, { epoch: 'e', rules: 1 })
      await opened.log.append([model.append(term, [{ kind: 'forget' }])])
      const standing = { status: 'running', members: 1, preview: 'round 2 of 3 🙂' } as const
      const note = { roomId: made.id, term, base: model.version, rules: 1 }
      await opened.log.append([{ ...note, entries: [{ standing }] }])
      expect((await rooms.find(made.id))?.standing).to.deep.equal(standing)
    })

    it('finds the rooms in which something is due, or to be carried out', async () => {
      const due = async (name: string, entry: LogEntry): Promise<void> => {
        const made = record(name)
        await rooms.ensure([made], 'host')
        const model = new RoomModel(made.id)
        const { term } = await opened.log.open(made.id, { epoch: 'e', rules: 1 })
        const append = model.append(term, [{ kind: 'forget' }])
        await opened.log.append([{ ...append, entries: append.entries.map((each) => ({ ...each, ...entry })) }])
      }
      const alarm = (at: number | null) => ({ name: 'a', due: at, left: 1 })
      await due('soon', { alarms: [alarm(3000), alarm(2000)] })
      await due('later', { alarms: [alarm(3001)] })
      await due('still', { alarms: [alarm(null)] })
      await due('effect', { effects: [{ id: '1', name: 'mail', payload: '1' }] })
      const found = async (before: number, after = 0, limit = 100, effects = true) => {
        const pending = await rooms.pending({ before, after, limit, effects })
        return pending.filter((each) => each.record.application === application)
      }
      expect(names(await found(2000))).to.deep.equal(['soon', 'effect'])
      expect(names(await found(3001))).to.deep.equal(['soon', 'later', 'effect'])
      const [first] = (await found(1500)).filter(({ record }) => record.id.endsWith('effect'))
      expect(names(await found(2000, 0, 100, false)), 'no effects').to.deep.equal(['soon'])
      expect(names(await found(1)), 'the clock was set back').to.deep.equal(['soon', 'later', 'effect'])
      expect(names(await found(3001, first!.position))).to.deep.equal([])
      expect(await found(3001, 0, 1)).to.have.length.at.most(1)
    })

    it('makes a room once, and leaves it as it is', async () => {
      await rooms.ensure([record('a', ['user:1'])], 'host')
      const first = await rooms.find(`${application}:a`)
      await rooms.ensure([{ ...record('a'), name: 'Another name' }, record('b'), record('b', ['user:2'])], 'host')
      await Promise.all([rooms.ensure([record('c')], 'host'), rooms.ensure([record('c')], 'people')])
      expect(await rooms.find(`${application}:a`)).to.deep.equal(first)
      expect((await rooms.find(`${application}:b`))?.record).to.deep.equal(record('b'))
      expect(names(await page())).to.deep.equal(['a', 'b', 'c'])
    })

    it('[P10] lists the rooms for everyone and those for the user, of one application, in the order they were made', async () => {
      const made = [
        record('1'),
        record('2', ['user:2']),
        record('3', ['user:1', 'user:2']),
        record('4', []),
        record('5'),
      ]
      await rooms.ensure([...made, { ...record('6'), application: `${application}-other` }], 'host')
      expect(names(await page())).to.deep.equal(['1', '3', '5'])
      expect(names(await page({ user: 'user:2' }))).to.deep.equal(['1', '2', '3', '5'])
      expect(names(await page({ user: 'user:3' }))).to.deep.equal(['1', '5'])
      expect(names(await page({ user: null })), 'all of them').to.deep.equal(['1', '2', '3', '4', '5'])
      expect(
        names(await page({ user: null, after: (await page({ user: null }))[1]?.position ?? 0, limit: 2 })),
      ).to.deep.equal(['3', '4'])
      const positions = (await page()).map(({ position }) => position)
      expect(positions).to.deep.equal([...positions].sort((a, b) => a - b))
    })

    it('pages to the end, whatever the limit, missing none and telling none twice', async () => {
      const made = Array.from({ length: 23 }, (_, index) =>
        record(`${index}`, index % 3 === 0 ? ['user:1'] : undefined),
      )
      await rooms.ensure(made, 'host')
      for (const limit of [1, 4, 23, 50]) {
        const all: CataloguedRoom[] = []
        for (let after = 0; ; ) {
          const found = await page({ after, limit })
          all.push(...found)
          if (found.length < limit) break
          after = found.at(-1)?.position ?? 0
        }
        expect(all.map((room) => room.record)).to.deep.equal(made)
      }
    })

    it('tells each room’s standing as its log has it', async () => {
      await rooms.ensure([record('a'), record('b')], 'host')
      await seat(`${application}:b`)
      const running = { status: 'running', members: 1 }
      expect((await rooms.find(`${application}:b`))?.standing).to.deep.equal(running)
      expect((await page()).map(({ standing }) => standing)).to.deep.equal([{ status: 'waiting', members: 0 }, running])
    })

    it('pages through the rooms in which seats are taken', async () => {
      const made = Array.from({ length: 9 }, (_, index) => record(`${index}`, index % 2 === 0 ? ['user:9'] : undefined))
      await rooms.ensure(made, 'host')
      const first = (await rooms.find(made[0]?.id ?? ''))?.position ?? 0
      for (const index of [7, 2, 5]) await seat(made[index]?.id ?? '')
      const two = await rooms.seated(first - 1, 2)
      expect(names(two)).to.deep.equal(['2', '5'])
      expect(names(await rooms.seated(two.at(-1)?.position ?? 0, 2))).to.deep.equal(['7'])
      expect(two[0]?.standing).to.deep.equal({ status: 'running', members: 1 })
    })

    it('makes rooms what their records say now, whoever may enter included', async () => {
      await rooms.ensure([record('a', ['user:1']), record('b'), record('c', ['user:2'])], 'host')
      const before = await rooms.find(`${application}:a`)
      const changed = { ...record('a', ['user:2']), name: 'Renamed', players: { max: 3 }, options: { words: ['x'] } }
      await rooms.update([changed, record('c'), record('never made')])
      expect(await rooms.find(changed.id)).to.deep.equal({ ...before, record: changed })
      expect(names(await page())).to.deep.equal(['b', 'c'])
      expect(names(await page({ user: 'user:2' }))).to.deep.equal(['a', 'b', 'c'])
      await rooms.update([record('a')])
      expect((await page()).map((room) => room.record)[0]).to.deep.equal(record('a'))
      expect(await rooms.find(`${application}:never made`)).to.equal(undefined)
    })

    it('[P10] archives rooms: in nobody’s list, found by their id, and back where they were when they are updated', async () => {
      const made = [record('a'), record('b', ['user:1']), record('c', ['user:1']), record('d')]
      await rooms.ensure(made, 'host')
      await seat(`${application}:a`)
      await rooms.archive([`${application}:a`, `${application}:b`, 'never made'])
      await rooms.archive([`${application}:a`])
      expect(names(await page())).to.deep.equal(['c', 'd'])
      expect(names(await page({ user: null }))).to.deep.equal(['c', 'd'])
      expect(await rooms.find(`${application}:b`)).to.deep.include({ record: made[1], archived: true })
      const seated = await rooms.seated(0, 1000)
      expect(names(seated.filter((each) => each.record.application === application))).to.deep.equal([])
      await rooms.update([made[0]!, made[1]!])
      expect((await page()).map((room) => room.record)).to.deep.equal(made)
      expect((await rooms.find(`${application}:a`))?.standing).to.deep.equal({ status: 'running', members: 1 })
    })

    it('finds nothing due in an archived room, but what is to be carried out', async () => {
      const made = [record('alarm'), record('effect')]
      await rooms.ensure(made, 'host')
      const entries: LogEntry[] = [
        { alarms: [{ name: 'a', due: 2000, left: 1 }] },
        { effects: [{ id: '1', name: 'mail', payload: '1' }] },
      ]
      for (const [index, { id }] of made.entries()) {
        const { term } = await opened.log.open(id, { epoch: 'e', rules: 1 })
        const append = new RoomModel(id).append(term, [{ kind: 'forget' }])
        await opened.log.append([
          { ...append, entries: append.entries.map((entry) => ({ ...entry, ...entries[index] })) },
        ])
      }
      const found = async () => {
        const pending = await rooms.pending({ before: 3000, after: 0, limit: 1000, effects: true })
        return names(pending.filter((each) => each.record.application === application))
      }
      expect(await found()).to.deep.equal(['alarm', 'effect'])
      await rooms.archive(made.map(({ id }) => id))
      expect(await found()).to.deep.equal(['effect'])
    })

    it('lists all rooms, or those of an application, of the host, of people, in the archive or out of it', async () => {
      await rooms.ensure([record('a'), record('b', []), record('c')], 'host')
      await rooms.ensure([record('p'), record('q'), record('a')], 'people')
      await rooms.archive([`${application}:b`, `${application}:q`])
      const list = async (query: Partial<Parameters<typeof rooms.list>[0]>) =>
        names(await rooms.list({ application, after: 0, limit: 100, ...query }))
      expect(await list({})).to.deep.equal(['a', 'b', 'c', 'p', 'q'])
      expect(await list({ origin: 'host' })).to.deep.equal(['a', 'b', 'c'])
      expect(await list({ origin: 'people' })).to.deep.equal(['p', 'q'])
      expect(await list({ archived: true })).to.deep.equal(['b', 'q'])
      expect(await list({ origin: 'host', archived: false })).to.deep.equal(['a', 'c'])
      const second = (await rooms.list({ application, after: 0, limit: 2 })).at(-1)
      expect(second).to.deep.include({ origin: 'host', archived: true })
      expect(await list({ after: second?.position ?? 0, limit: 2 })).to.deep.equal(['c', 'p'])
      expect((await rooms.list({ after: 0, limit: 10_000 })).length).to.be.at.least(5)
    })

    it('tells the rooms whose state older rules have left', async () => {
      const made = ['old', 'older', 'new', 'waiting', 'never'].map((name) => record(name))
      await rooms.ensure(made, 'host')
      await rooms.archive([`${application}:older`])
      for (const [name, rules] of [
        ['old', 2],
        ['older', 1],
        ['new', 3],
      ] as const) {
        const { term } = await opened.log.open(`${application}:${name}`, { epoch: 'e', rules })
        const append = new RoomModel(`${application}:${name}`).append(term, [{ kind: 'forget' }])
        await opened.log.append([{ ...append, rules }])
      }
      const outdated = async (rules: number, limit = 10) =>
        (await rooms.outdated({ application, rules, limit })).map(({ id, rules }) => [id.split(':')[1], rules])
      expect(await outdated(3)).to.deep.equal([
        ['old', 2],
        ['older', 1],
      ])
      expect(await outdated(3, 1)).to.deep.equal([['old', 2]])
      expect(await outdated(1)).to.deep.equal([])
    })

    it('finds the rooms that stand at positions, whosever they are, as they are now and in the order of the list', async () => {
      const made = [record('a'), record('b', ['user:2']), record('c', []), record('d')]
      await rooms.ensure([...made, { ...record('e'), application: `${application}-other` }], 'host')
      await seat(`${application}:b`)
      const positions = await Promise.all(
        ['a', 'b', 'c', 'd', 'e'].map(async (name) => (await rooms.find(`${application}:${name}`))?.position ?? 0),
      )
      const [a, b, c, , e] = positions as [number, number, number, number, number]
      const at = async (...positions: readonly number[]) => rooms.at({ application, positions })
      expect(names(await at(c, a, b, c, a)), 'each once').to.deep.equal(['a', 'b', 'c'])
      expect(await at(b)).to.deep.equal([await rooms.find(`${application}:b`)])
      expect((await at(b))[0]).to.deep.include({
        position: b,
        record: made[1],
        standing: { status: 'running', members: 1 },
      })
      expect(await at(), 'nowhere').to.deep.equal([])
      expect(await at(0, e, 1_000_000_000), 'none, another application’s, none yet').to.deep.equal([])
      const many = Array.from({ length: 200 }, (_, index) => a + index)
      expect(names(await at(...many)), 'as many as can be looked at').to.deep.equal(['a', 'b', 'c', 'd'])
      await rooms.archive([`${application}:c`])
      expect(names(await at(...positions)), 'none that is archived').to.deep.equal(['a', 'b', 'd'])
      await rooms.update([{ ...record('c'), name: 'Renamed' }])
      expect((await at(c))[0]?.record).to.deep.equal({ ...record('c'), name: 'Renamed' })
    })

    it('[P10] knows who has rooms that are not for everyone: each once, up to a limit, as the records are now', async () => {
      const guests = async (limit = 100) => [...(await rooms.guests(application, limit))].sort()
      expect(await guests()).to.deep.equal([])
      await rooms.ensure(
        [record('a'), record('b', []), record('c', ['user:2', 'user:1']), record('d', ['user:2'])],
        'host',
      )
      await rooms.ensure([{ ...record('e', ['user:5']), application: `${application}-other` }], 'host')
      expect(await guests()).to.deep.equal(['user:1', 'user:2'])
      expect(await guests(2)).to.deep.equal(['user:1', 'user:2'])
      expect(await guests(1)).to.have.length(1)
      await rooms.update([record('a', ['user:3']), record('c', ['user:2'])])
      expect(await guests(), 'one more, and one less').to.deep.equal(['user:2', 'user:3'])
      await rooms.archive([`${application}:a`])
      expect(await guests(), 'an archived room is nobody’s').to.deep.equal(['user:2'])
      await rooms.update([record('a', ['\ud800\u0000']), record('d')])
      expect(await guests(), 'whatever they are called').to.deep.equal(['user:2', '\ud800\u0000'])
      await rooms.update([record('c')])
      expect(await guests()).to.deep.equal(['\ud800\u0000'])
    })

    it('keeps any name as it is', async () => {
      const odd = { ...record('odd', ['\ud800\u0000', '\\"']), name: 'a\u0000b \ud800 \\ "quoted" 日本' }
      await rooms.ensure([odd], 'host')
      expect((await rooms.find(odd.id))?.record).to.deep.equal(odd)
      expect(names(await page({ user: '\ud800\u0000' }))).to.deep.equal(['odd'])
      expect(names(await page({ user: '\ufffd' }))).to.deep.equal([])
    })
  })
}
