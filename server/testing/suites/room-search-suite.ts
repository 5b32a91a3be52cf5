import { expect } from 'chai'
import type { RoomStatus } from '../../protocol/room-document.ts'
import type { AnyRoomFilter } from '../../protocol/room-filter.ts'
import type { RoomSearch } from '../../rooms/log/room-search.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import type { OpenedRoomCatalogue } from './opened-catalogue.ts'
import { after, before, beforeEach, describe, it } from './runner.ts'

/** What every room catalogue finds. */
export function describeRoomSearch(name: string, open: () => Promise<OpenedRoomCatalogue>): void {
  describe(`rooms that are looked for in a catalogue: ${name}`, () => {
    let opened: OpenedRoomCatalogue
    let applications = 0
    let application: string

    before(async () => {
      opened = await open()
    })
    beforeEach(() => {
      application = `search-${++applications}`
    })
    after(() => opened.close())

    const record = (id: string, more: Partial<RoomRecord> = {}): RoomRecord => ({
      ...{ id: `${application}:${id}`, name: id, application },
      ...more,
    })
    const make = (...rooms: RoomRecord[]) => opened.rooms.ensure(rooms, 'people')
    const find = async (given: Partial<RoomSearch> = {}) => {
      const asked = { application, user: 'ann', all: false, search: '', limit: 100, ...given }
      return opened.rooms.search(asked)
    }
    const found = async (given: Partial<RoomSearch> = {}) =>
      (await find(given)).map(({ record }) => record.id.slice(application.length + 1))
    const filtered = (filter: AnyRoomFilter, all = false) => found({ filter, all })

    /** Something happens in a room. */
    async function happen(id: string, at: number, status: RoomStatus = 'running', members = 1) {
      const roomId = `${application}:${id}`
      const { term, version } = await opened.log.open(roomId, { epoch: 'e', rules: 1 })
      const seats = Array.from({ length: members }, (_, seat) => ({ id: `u${seat}`, name: 'U', connected: true }))
      const patches = JSON.stringify([
        ['set', ['$room', 'status'], status],
        ['set', ['$room', 'members'], seats],
      ])
      const commit = { version: version + 1, kind: 'start' as const, at, patches }
      const entries = [{ commit, standing: { status, members } }]
      const [outcome] = await opened.log.append([{ roomId, term, base: version, rules: 1, entries }])
      expect(outcome).to.deep.equal({ ok: true })
    }

    it('are in the order in which something happened in them last, or they were made, the newest first', async () => {
      await make(record('host'), record('old', { madeAt: 100 }), record('new', { madeAt: 300 }), record('host-2'))
      expect(await found()).to.deep.equal(['new', 'old', 'host', 'host-2'])
      await happen('host', 200)
      expect(await found()).to.deep.equal(['new', 'host', 'old', 'host-2'])
      await happen('old', 400)
      expect(await found()).to.deep.equal(['old', 'new', 'host', 'host-2'])
      const [first] = await find({ limit: 1 })
      expect(first).to.deep.equal({ ...(await opened.rooms.find(`${application}:old`)), rank: 400 })
    })

    it('go on after a place, each once, also where many are alike', async () => {
      const ids = Array.from({ length: 7 }, (_, at) => `r${at}`)
      await make(...ids.map((id, at) => record(id, { madeAt: at < 5 ? 10 : 20 })))
      const seen: string[] = []
      let after: RoomSearch['after']
      for (let pages = 0; pages < 4; pages++) {
        const page = await find({ limit: 2, ...(after && { after }) })
        seen.push(...page.map(({ record }) => record.name))
        after = page.at(-1)
      }
      expect(seen).to.deep.equal(['r5', 'r6', 'r0', 'r1', 'r2', 'r3', 'r4'])
      expect(await found({ after })).to.deep.equal([])
    })

    it('[P10] are those for everyone and those for whom one asks, and all of them only where that is said', async () => {
      await make(
        record('open'),
        record('anns', { users: ['ann', 'bob'] }),
        record('bobs', { users: ['bob'] }),
        record('shown', { users: ['bob'], watch: 'everybody' }),
        record('nobodys', { users: [] }),
        record('odd', { users: ['ü\u0000\ud800'] }),
      )
      expect(await found()).to.have.members(['open', 'anns', 'shown'])
      expect(await found({ user: 'bob' })).to.have.members(['open', 'anns', 'bobs', 'shown'])
      expect(await found({ user: 'eve' })).to.have.members(['open', 'shown'])
      expect(await found({ user: 'ü\u0000\ud800' })).to.have.members(['open', 'shown', 'odd'])
      expect(await found({ part: 'everyones' })).to.have.members(['open', 'shown'])
      expect(await found({ user: 'bob', part: 'theirs' })).to.have.members(['anns', 'bobs'])
      expect(await found({ user: 'eve', part: 'theirs' })).to.deep.equal([])
      expect(await found({ all: true })).to.have.length(6)
      expect(await found({ user: 'bob', search: 'bobs' })).to.deep.equal(['bobs'])
      expect(await found({ user: 'ann', search: 'bobs' })).to.deep.equal([])
      expect(await filtered('waiting')).to.have.members(['open', 'anns', 'shown'])
    })

    it('are those of one application, or of all', async () => {
      await make(record('here zebra'))
      const other = `${application}-other`
      await make({ id: `${other}:there`, name: 'there zebra', application: other, users: ['ann'] })
      expect(await found({ search: 'zebra' })).to.deep.equal(['here zebra'])
      const all = await find({ application: undefined, search: 'zebra there' })
      expect(all.map(({ record }) => record.application)).to.deep.equal([other])
      expect(await find({ application: undefined, search: 'zebra there', user: 'eve' })).to.deep.equal([])
    })

    it('have a name of which each word that is looked for begins one, whatever the case, the accents and the order', async () => {
      await make(
        record('1', { name: 'Café Größe' }),
        record('2', { name: 'The big CAFE' }),
        record('3', { name: 'decaf %_ 100' }),
        record('4', { name: '東京 🙂 \u0130stanbul' }),
      )
      const by = async (search: string) => (await found({ search })).sort()
      expect(await by('caf')).to.deep.equal(['1', '2'])
      expect(await by('BIG  café')).to.deep.equal(['2'])
      expect(await by('cafe big the')).to.deep.equal(['2'])
      expect(await by('grosse')).to.deep.equal([])
      expect(await by('größ')).to.deep.equal(['1'])
      expect(await by('東')).to.deep.equal(['4'])
      expect(await by('istan')).to.deep.equal(['4'])
      expect(await by('100')).to.deep.equal(['3'])
      expect(await by('  ')).to.have.length(4)
      for (const nothing of ['%', '_', '🙂', "'", 'af', 'cafe caffe'])
        expect(await by(nothing), nothing).to.deep.equal([])
    })

    it('are found by the name that they have now', async () => {
      await make(record('a', { name: 'before', owner: 'ann' }))
      await opened.rooms.change({ record: record('a', { name: 'after', owner: 'ann', revision: 1 }) })
      expect([await found({ search: 'before' }), await found({ search: 'after' })]).to.deep.equal([[], ['a']])
      await opened.rooms.update([record('a', { name: 'last' })])
      expect([await found({ search: 'after' }), await found({ search: 'last' })]).to.deep.equal([[], ['a']])
    })

    it('run, or wait for players, the fullest first, also those that pause; never those that are closed', async () => {
      await make(record('new'), record('running'), record('paused'), record('waiting'), record('closed'))
      await happen('running', 5, 'running', 2)
      await happen('paused', 5, 'paused', 1)
      await happen('waiting', 1, 'waiting', 3)
      await happen('closed', 5, 'closed', 0)
      expect(await filtered('running')).to.deep.equal(['running'])
      expect(await filtered('waiting')).to.deep.equal(['waiting', 'paused', 'new'])
      const [fullest] = await find({ filter: 'waiting', limit: 1 })
      expect(await found({ filter: 'waiting', after: fullest })).to.deep.equal(['paused', 'new'])
    })

    it('[P10] are one’s own, and those that are put away or deleted only where that is said: to their owner, and to whom all is shown', async () => {
      const anns = { owner: 'ann', users: ['ann'] }
      await make(
        record('open'),
        record('mine', anns),
        record('away', anns),
        record('gone', anns),
        record('bobs', { owner: 'bob' }),
        record('bobs-away', { owner: 'bob' }),
      )
      await opened.rooms.archive([`${application}:bobs-away`])
      await opened.rooms.change({ record: record('away', { ...anns, revision: 1 }), archived: true })
      await opened.rooms.change({ record: record('gone', { ...anns, revision: 1, deletedAt: 7 }) })
      expect(await found()).to.have.members(['open', 'mine', 'bobs'])
      expect(await filtered('mine')).to.deep.equal(['mine'])
      expect(await filtered('archived')).to.deep.equal(['away'])
      expect(await filtered('deleted')).to.deep.equal(['gone'])
      expect(await filtered('mine', true)).to.deep.equal(['mine'])
      expect(await filtered('archived', true)).to.have.members(['away', 'bobs-away'])
      expect(await filtered('deleted', true)).to.deep.equal(['gone'])
      expect(await found({ filter: 'archived', user: 'eve' })).to.deep.equal([])
      expect(await filtered('every', true)).to.have.members(['open', 'mine', 'away', 'gone', 'bobs', 'bobs-away'])
      expect(await filtered('every')).to.have.members(['mine', 'away', 'gone'])
    })
  })
}
