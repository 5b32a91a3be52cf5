import { expect } from 'chai'
import type { FindRequest } from '../../../server/protocol/events.ts'
import type { FoundRooms } from '../../../server/protocol/listings.ts'
import type { RoomRecord } from '../../../server/rooms/ports.ts'
import { enter, settled, startCore, type Tab } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

async function find(tab: Tab, request: FindRequest = {}): Promise<FoundRooms> {
  const answer = await tab.request('find', request)
  expect(answer.ok).to.equal(true)
  return answer as unknown as FoundRooms
}
const ids = ({ rooms }: FoundRooms) => rooms.map(({ id }) => id)

describe('rooms that one looks for in a lobby', () => {
  const rooms = [
    { id: 'R:1', name: 'Evening Café' },
    { id: 'R:2', name: 'Morning cafe', users: ['ann'], owner: 'ann' },
    { id: 'R:3', name: 'Library', players: { min: 1, max: 5 } },
  ]

  it('[P10] are those that one may enter, by their names, the one first in which something happened last', async () => {
    const core = startCore(counter, rooms)
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    expect(ids(await find(ann, { search: 'CAFÉ' }))).to.deep.equal(['R:1', 'R:2'])
    expect(ids(await find(bob, { search: 'cafe' }))).to.deep.equal(['R:1'])
    expect(ids(await find(bob))).to.deep.equal(['R:1', 'R:3'])
    await enter(core, bob, 'R:3')
    await core.clock.pass(5000)
    expect(ids(await find(bob))).to.deep.equal(['R:3', 'R:1'])
    expect(await find(bob, { search: 'nothing of the kind' })).to.deep.include({ rooms: [], next: null })
  })

  it('[P10] are those of which the right is there when it is answered, whatever was read before', async () => {
    let allowed = true
    const core = startCore(counter, rooms, { may: (_user, _operation, { id }) => allowed || id === 'R:1' })
    const ann = core.connect('ann')
    const search = core.catalogue.search.bind(core.catalogue)
    core.catalogue.search = async (query) => {
      const found = await search(query)
      allowed = false
      return found
    }
    expect(ids(await find(ann))).to.deep.equal(['R:1'])
  })

  it('[P10] are what they have become while they were read: others’ only, or by another name', async () => {
    const core = startCore(counter, rooms)
    const bob = core.connect('bob')
    const search = core.catalogue.search.bind(core.catalogue)
    core.catalogue.search = async (query) => {
      const read = await search(query)
      const become = async (id: string, more: Partial<RoomRecord>) => {
        const before = await core.catalogue.find(id)
        const record = { ...before?.record, id, application: counter.name, name: id, revision: 1, ...more }
        const found = await core.catalogue.change({ record })
        if (found) await core.registry.amend({ found, before })
      }
      await become('R:1', { users: ['ann'] })
      await become('R:3', { name: 'Reading room' })
      return read
    }
    const found = await find(bob)
    expect(found.rooms.map(({ id, name }) => [id, name])).to.deep.equal([['R:3', 'Reading room']])
  })

  it('stand as they do now, and go by a filter by that', async () => {
    const core = startCore({ ...counter, players: { min: 2, max: 3 } }, rooms.slice(0, 2))
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    expect(ids(await find(ann, { filter: 'waiting' }))).to.deep.equal(['R:1', 'R:2'])
    await enter(core, bob, 'R:1')
    const waiting = await find(ann, { filter: 'waiting' })
    expect(waiting.rooms.map(({ id, members }) => [id, members])).to.deep.equal([
      ['R:1', 1],
      ['R:2', 0],
    ])
    await enter(core, ann, 'R:1')
    expect(ids(await find(ann, { filter: 'waiting' }))).to.deep.equal(['R:2'])
    expect(ids(await find(ann, { filter: 'running' }))).to.deep.equal(['R:1'])
    expect(ids(await find(ann, { filter: 'mine' }))).to.deep.equal(['R:2'])
    expect(ids(await find(bob, { filter: 'mine' }))).to.deep.equal([])
  })

  it('[P10] are archived ones only for who asks for theirs, and are told as such', async () => {
    const core = startCore(counter, rooms)
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    await core.catalogue.archive(['R:2', 'R:3'])
    expect(ids(await find(ann))).to.deep.equal(['R:1'])
    const { rooms: archived } = await find(ann, { filter: 'archived' })
    expect(archived.map(({ id, archived }) => [id, archived])).to.deep.equal([['R:2', true]])
    expect(ids(await find(bob, { filter: 'archived' }))).to.deep.equal([])
  })

  it('come by pages, each once, and tell where they go on', async () => {
    const many = Array.from({ length: 230 }, (_, at) => ({
      id: `R:${at + 1}`,
      name: `Room ${at % 2 ? 'odd' : 'even'}`,
    }))
    const core = startCore(counter, many)
    const ann = core.connect('ann')
    const pages = [await find(ann, { search: 'room' })]
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
      pages.push(await find(ann, { search: 'room', after: [...next] }))
    expect(pages.map(({ rooms }) => rooms.length)).to.deep.equal([100, 100, 30])
    expect(pages.flatMap(ids)).to.deep.equal(many.map(({ id }) => id))
  })

  it('are not looked for without end by one connection, and others do not notice', async () => {
    const core = startCore(counter, rooms)
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    const answers = await Promise.all(Array.from({ length: 20 }, () => ann.request('find', {})))
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code]))
    expect(new Set(refused)).to.deep.equal(new Set(['RATE_LIMITED']))
    expect(answers.length - refused.length).to.be.within(5, 15)
    await find(bob)
    await core.clock.pass(1000)
    await find(ann)
  })

  it('are looked for one after the other, and no more wait than a hundred', async () => {
    const core = startCore(counter, rooms)
    const held: (() => void)[] = []
    core.catalogue.search = async () => {
      await new Promise<void>((pass) => held.push(pass))
      throw new Error('can’t be read')
    }
    const tabs = Array.from({ length: 11 }, (_, at) => core.connect(`u${at}`))
    const answers = tabs.flatMap((tab) => Array.from({ length: 10 }, () => tab.request('find', { search: 'x' })))
    const last = await Promise.all(answers.slice(100))
    expect(last.map((answer) => (answer.ok ? 'ok' : answer.error.code))).to.deep.equal(Array(10).fill('RATE_LIMITED'))
    for (let turn = 0; turn < 100; turn++) {
      await settled()
      expect(held.length, 'one at a time').to.equal(1)
      held.pop()?.()
    }
    const others = await Promise.all(answers.slice(0, 100))
    expect(new Set(others.map((answer) => (answer.ok ? 'ok' : answer.error.code)))).to.deep.equal(new Set(['INTERNAL']))
  })

  it('[P10] come in the order in which something happened in them, read once in a while for all, and each one’s own beside', async () => {
    const own = Array.from({ length: 20 }, (_, at) => ({ id: `R:own-${at}`, name: 'Own', users: [`u${at}`] }))
    const core = startCore(counter, [...rooms, ...own])
    const asked: (string | undefined)[] = []
    const search = core.catalogue.search.bind(core.catalogue)
    core.catalogue.search = (query) => {
      asked.push(query.part)
      return search(query)
    }
    const tabs = own.map((_, at) => core.connect(`u${at}`))
    const orders = await Promise.all(tabs.map((tab) => find(tab)))
    expect(orders.map(ids)).to.deep.equal(own.map(({ id }) => ['R:1', 'R:3', id]))
    expect(asked.filter((part) => part === 'everyones')).to.have.length(1)
    const [first, second] = tabs
    if (!first || !second) throw new Error('nobody is there')
    await enter(core, first, 'R:own-0')
    await enter(core, second, 'R:3')
    await core.clock.pass(5000)
    expect(ids(await find(first))).to.deep.equal(['R:3', 'R:own-0', 'R:1'])
  })

  it('[P10] are in nobody’s order any more who may not enter them, however short ago it was read', async () => {
    const core = startCore(counter, rooms)
    const bob = core.connect('bob')
    expect(ids(await find(bob))).to.deep.equal(['R:1', 'R:3'])
    const before = await core.catalogue.find('R:1')
    if (!before) throw new Error('it is not there')
    const found = await core.catalogue.change({ record: { ...before.record, users: ['ann'], revision: 1 } })
    if (found) await core.registry.amend({ found, before })
    expect(ids(await find(bob))).to.deep.equal(['R:3'])
    expect(ids(await find(core.connect('ann')))).to.have.members(['R:1', 'R:2', 'R:3'])
  })

  it('[P10] are told to who knows them by no more than where they stand', async () => {
    const core = startCore(counter, rooms)
    const bob = core.connect('bob')
    const { rooms: unknown, order } = await find(bob, { known: [1, 2] })
    expect([unknown.map(({ id }) => id), order]).to.deep.equal([['R:3'], [1, 3]])
    expect((await find(bob, { known: [] })).rooms).to.have.length(2)
  })

  it('are refused for what is no question', async () => {
    const core = startCore(counter, rooms)
    const ann = core.connect('ann')
    const wrong = [
      { search: 'x'.repeat(101) },
      { search: 7 },
      { filter: 'deleted' },
      { filter: 'toString' },
      { after: [1] },
      { after: [-1, 2] },
      { known: [0.5] },
      { known: Array(201).fill(1) },
      null,
    ]
    for (const request of wrong) {
      const answer = await ann.request('find', request)
      expect(answer.ok ? answer : answer.error.code, JSON.stringify(request)).to.equal('INVALID_MESSAGE')
    }
  })
})
