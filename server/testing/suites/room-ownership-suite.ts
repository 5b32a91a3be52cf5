import { expect } from 'chai'
import { LEASE_LENGTH, type NodeFacts } from '../../rooms/log/leases.ts'
import type { RoomCatalogue } from '../../rooms/log/room-catalogue.ts'
import { LeaseOverError, type LogEntry, OwnedElsewhereError, type RoomLog } from '../../rooms/log/room-log.ts'
import type { OpenedLeases } from './lease-suite.ts'
import { RoomModel } from './room-model.ts'
import { afterEach, beforeEach, describe, it } from './runner.ts'

/** A log that nodes share, with their leases. */
export interface OpenedOwnership extends OpenedLeases {
  readonly log: RoomLog
  readonly rooms: RoomCatalogue
}

const JOIN = { version: 1, kind: 'join', at: 1, user: { id: 'user:1', name: 'Ada' } } as const
const SEATED = { status: 'running', members: 1 } as const

const factsOf = (name: string): NodeFacts => ({ name, protocol: 1, draining: false, rooms: 0 })

/** What every log that nodes share keeps to. Called inside its own spec, with what opens an empty one. */
export function describeRoomOwnership(name: string, open: () => Promise<OpenedOwnership>): void {
  describe(`whose rooms are: ${name}`, () => {
    let opened: OpenedOwnership
    let rooms = 0
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())
    const take = (node: string): Promise<number> => opened.leases.take(factsOf(node))
    const openBy = (roomId: string, lease?: number, rules = 1) =>
      opened.log.open(roomId, { epoch: `epoch ${++rooms}`, rules, lease })
    const failure = (opening: Promise<unknown>): Promise<unknown> =>
      opening.then(
        () => undefined,
        (error) => error,
      )
    const newRoom = () => new RoomModel(`R:${++rooms}`)

    it('[P14] a room is its opener’s, and others are told who runs it; what the owner has on its way is stored', async () => {
      const room = newRoom()
      const [ann, bob] = [await take('ann'), await take('bob')]
      const { term } = await openBy(room.roomId, ann)
      for (const other of [bob, undefined]) {
        const refusal = await failure(openBy(room.roomId, other))
        expect(refusal).to.be.instanceOf(OwnedElsewhereError)
        expect((refusal as OwnedElsewhereError).owner).to.deep.equal({ lease: ann, node: 'ann' })
      }
      const say = room.append(term, [{ kind: 'say', text: 'still mine' }])
      expect(await opened.log.append([say])).to.deep.equal([{ ok: true }])
      expect((await openBy(room.roomId, ann)).term).to.be.greaterThan(term)
    })

    it('[P14] of many who open it at once one is its owner', async () => {
      const leases = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(take))
      for (let round = 0; round < 5; round++) {
        const room = newRoom()
        const answers = await Promise.allSettled(leases.map((lease) => openBy(room.roomId, lease)))
        expect(answers.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
        for (const answer of answers)
          if (answer.status === 'rejected') expect(answer.reason).to.be.instanceOf(OwnedElsewhereError)
      }
    })

    it('[P14] whoever comes when the owner’s lease is over takes the room, and the old owner stores nothing more', async () => {
      for (const end of ['lapses', 'is given back'] as const) {
        const room = newRoom()
        const ann = await take('ann')
        const before = await openBy(room.roomId, ann)
        if (end === 'lapses') await opened.pass(LEASE_LENGTH * 1.1)
        else await opened.leases.giveBack(ann)
        const bob = await take('bob')
        const { term } = await openBy(room.roomId, bob)
        expect(term, end).to.be.greaterThan(before.term)
        const stale = new RoomModel(room.roomId).append(before.term, [{ kind: 'say', text: 'too late' }])
        const mine = room.append(term, [{ kind: 'say', text: 'mine' }])
        const outcomes = await opened.log.append([stale, mine])
        expect(
          outcomes.map(({ ok }) => ok),
          end,
        ).to.deep.equal([false, true])
      }
    })

    it('[P14] opens nothing for a lease that is over', async () => {
      const room = newRoom()
      const [ann, bob] = [await take('ann'), await take('bob')]
      const { term } = await openBy(room.roomId, ann)
      await opened.leases.giveBack(ann)
      await opened.leases.giveBack(bob)
      for (const lease of [ann, bob]) expect(await failure(openBy(room.roomId, lease))).to.be.instanceOf(LeaseOverError)
      const say = room.append(term, [{ kind: 'say', text: 'nobody took it' }])
      expect(await opened.log.append([say])).to.deep.equal([{ ok: true }])
    })

    it('[P15] a room that its owner releases is free at once; one that was opened since is not', async () => {
      const [free, taken] = [newRoom(), newRoom()]
      const [ann, bob] = [await take('ann'), await take('bob')]
      const terms = [(await openBy(free.roomId, ann)).term, (await openBy(taken.roomId, ann)).term]
      await openBy(taken.roomId, ann)
      const release = opened.log.disown?.bind(opened.log)
      if (!release) throw new Error('the log knows no owners')
      await release([free, taken].map(({ roomId }, index) => ({ roomId, term: terms[index] ?? 0 })))
      await release([{ roomId: 'never opened', term: 1 }])
      await release([])
      expect(await failure(openBy(free.roomId, bob))).to.equal(undefined)
      expect(await failure(openBy(taken.roomId, bob))).to.be.instanceOf(OwnedElsewhereError)
    })

    it('[P14] tells of rooms that have something to do all but those of nodes that see to them', async () => {
      const made = ['seat', 'alarm', 'effect'].map((has) => ({ id: `${has}:${++rooms}`, name: has, application: 'a' }))
      await opened.rooms.ensure(made, 'host')
      const members = [{ id: 'user:1', name: 'Ada', connected: true }]
      const steps: LogEntry[] = [
        { commit: { ...JOIN, patches: JSON.stringify([['set', ['$room', 'members'], members]]) }, standing: SEATED },
        { alarms: [{ name: 'rings', due: 2000, left: 1 }] },
        { effects: [{ id: '1', name: 'mail', payload: '1' }] },
      ]
      const ann = await take('ann')
      const terms: number[] = []
      for (const [index, { id }] of made.entries()) {
        const { term } = await openBy(id, ann)
        const entries = steps.slice(index, index + 1)
        expect(await opened.log.append([{ roomId: id, term, base: 0, rules: 1, entries }])).to.deep.equal([
          { ok: true },
        ])
        terms.push(term)
      }
      const own = new Set(made.map(({ id }) => id))
      const told = async (lease?: number) => {
        const pending = await opened.rooms.pending({ before: 3000, after: 0, limit: 1000, effects: true, lease })
        const all = [...(await opened.rooms.seated(0, 1000)), ...pending].map(({ record }) => record)
        return all.filter(({ id }) => own.has(id)).map(({ name }) => name)
      }
      const bob = await take('bob')
      expect([await told(bob), await told(), await told(ann)]).to.deep.equal([[], [], ['alarm', 'effect']])
      await opened.log.disown?.([{ roomId: made[0]?.id ?? '', term: terms[0] ?? 0 }])
      expect(await told(bob)).to.deep.equal(['seat'])
      await openBy(made[0]?.id ?? '', bob)
      expect(await told(ann)).to.deep.equal(['alarm', 'effect'])
      await opened.pass(LEASE_LENGTH * 1.1)
      for (const lease of [ann, await take('cleo'), undefined])
        expect(await told(lease), String(lease)).to.deep.equal(['seat', 'alarm', 'effect'])
    })

    it('leads to the node that runs what newer rules have written', async () => {
      const room = newRoom()
      const [newer, older] = [await take('newer'), await take('older')]
      const { term } = await openBy(room.roomId, newer, 7)
      await opened.log.append([{ ...room.append(term, [{ kind: 'say', text: 'start' }]), rules: 7 }])
      expect(await failure(openBy(room.roomId, older, 6))).to.be.instanceOf(OwnedElsewhereError)
    })
  })
}
