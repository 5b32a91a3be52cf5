import { expect } from 'chai'
import { KEPT_FOR, type StoredAnswer } from '../../../server/rooms/log/room-log.ts'
import { comparable, type Move, RoomModel } from '../../../server/testing/suites/room-model.ts'
import { describeOnPostgres } from '../../support/postgres.ts'
import { type OpenedLog, openLog, openRoom } from './opened-log.ts'

const say = (text: string): Move => ({ kind: 'say', text })

describeOnPostgres('the room log in PostgreSQL', () => {
  let opened: OpenedLog
  let rooms = 0
  const newRoom = () => new RoomModel(`own:${++rooms}`)
  before(async () => {
    opened = await openLog()
  })
  after(() => opened.close())

  async function openedRooms(count: number) {
    const made = Array.from({ length: count }, newRoom)
    return Promise.all(made.map(async (room) => ({ room, term: (await openRoom(opened.log, room.roomId)).term })))
  }

  it('[P14] lets two servers store batches of the same rooms in opposite order, and takes each owner’s', async () => {
    const other = await openLog({ url: opened.url })
    const all = await openedRooms(200)
    for (let round = 0; round < 5; round++) {
      // Every second room is taken over by the other server, whose part is then the one that counts.
      const taken = await Promise.all(
        all.map(async ({ room, term }, index) => {
          const owner = index % 2 === 0 ? term : (await openRoom(other.log, room.roomId)).term
          const stale = { roomId: room.roomId, term: owner - 1, base: room.version, rules: 1, entries: [] }
          return { part: room.append(owner, [say(`${round}`)]), stale, owner }
        }),
      )
      const mine = taken.map(({ part, stale }, index) => (index % 2 === 0 ? part : stale))
      const theirs = taken.map(({ part, stale }, index) => (index % 2 === 0 ? stale : part)).reverse()
      const [first, second] = await Promise.all([opened.log.append(mine), other.log.append(theirs)])
      expect(first.map(({ ok }) => ok)).to.deep.equal(mine.map((_, index) => index % 2 === 0))
      expect([...second].reverse().map(({ ok }) => ok)).to.deep.equal(theirs.map((_, index) => index % 2 === 1))
      for (const [index, { owner }] of taken.entries()) Object.assign(all[index] ?? {}, { term: owner })
    }
    for (const { room } of all.slice(0, 4)) {
      expect(comparable(await openRoom(other.log, room.roomId))).to.deep.equal(room.expected)
    }
    await other.close()
  })

  it('[P5] stores the others’ part while somebody has one room’s head, whose part fails after a while', async () => {
    const [one, two, three] = await openedRooms(3)
    if (!one || !two || !three) throw new Error('no rooms')
    const client = await opened.pool.connect()
    try {
      await client.query('BEGIN')
      await client.query('SELECT FROM heads WHERE id = $1 FOR UPDATE', [two.room.roomId])
      const batch = [one, two, three].map(({ room, term }) => room.append(term, [say('start')]))
      const storing = opened.log.append(batch)
      // Stored, and to be seen, long before the batch is answered.
      for (let version = 0; version === 0; ) {
        const { rows } = await opened.pool.query('SELECT version FROM heads WHERE id = $1', [three.room.roomId])
        version = rows[0].version
      }
      const outcomes = await storing
      expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason))).to.deep.equal(['ok', 'failed', 'ok'])
      // Who lets go in time costs nobody anything.
      const again = opened.log.append(batch.slice(1, 2))
      await client.query('ROLLBACK')
      expect(await again).to.deep.equal([{ ok: true }])
    } finally {
      client.release()
    }
  })

  it('[P5] leaves out a room whose entries the database refuses, and stores the others’ part', async () => {
    const [one, two] = await openedRooms(2)
    if (!one || !two) throw new Error('no rooms')
    const bad = one.room.append(one.term, [say('start')])
    const entries = bad.entries.map(({ commit }) => ({ commit: commit && { ...commit, patches: 'not JSON \u0000' } }))
    const outcomes = await opened.log.append([{ ...bad, entries }, two.room.append(two.term, [say('start')])])
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason))).to.deep.equal(['failed', 'ok'])
  })

  it('[P3] tells all of a batch that they failed when the database gives it up, and of none that it was stored', async () => {
    const [one] = await openedRooms(1)
    if (!one) throw new Error('no room')
    const client = await opened.pool.connect()
    try {
      await client.query('BEGIN')
      await client.query('LOCK TABLE commits')
      const part = one.room.append(one.term, [say('start')])
      const [outcome] = await opened.log.append([part])
      expect(outcome).to.have.property('reason', 'failed')
      expect(outcome).to.have.nested.property('error.code', '55P03')
      await client.query('ROLLBACK')
      expect(await opened.log.append([part])).to.deep.equal([{ ok: true }])
    } finally {
      client.release()
    }
  })

  describe('clients’ standings', () => {
    const now = 1_000_000_000_000
    const answer = (client: string, seq: number, confirmed: number, at = now): StoredAnswer => {
      return { user: 'user:1', client, seq, digest: 'd', answer: { ok: true, version: seq }, confirmed, at }
    }
    async function note(roomId: string, answers: readonly StoredAnswer[]): Promise<void> {
      const { term } = await openRoom(opened.log, roomId)
      const entries = answers.map((answer) => ({ answer }))
      expect(await opened.log.append([{ roomId, term, base: 0, rules: 1, entries }])).to.deep.equal([{ ok: true }])
    }
    const clientsOf = async (roomId: string) =>
      (await openRoom(opened.log, roomId)).answers.map(({ client }) => client).sort()

    it('[P9] stay as small as what is not confirmed, however long a client goes on', async () => {
      for (let batch = 0; batch < 20; batch++) {
        const seqs = Array.from({ length: 10 }, (_, index) => batch * 10 + index + 1)
        await note(
          'pipelined',
          seqs.map((seq) => answer('pipelined', seq, Math.max(0, seq - 15))),
        )
      }
      const { answers } = await openRoom(opened.log, 'pipelined')
      expect(answers.map(({ seq }) => seq)).to.deep.equal(Array.from({ length: 15 }, (_, index) => 186 + index))
      const { rows } = await opened.pool.query(`SELECT answers FROM cursors WHERE client = 'pipelined'`)
      expect(rows[0].answers.trim().split('\n')).to.have.length(15)
    })

    it('[P4] are kept as long as they must be, and forgotten when they were not used for twice as long', async () => {
      const later = now + KEPT_FOR + 1000
      await note('swept', [answer('gone', 1, 0), answer('there', 1, 0)])
      await note('swept', [answer('there', 2, 0, later)])
      await opened.log.sweep(later)
      expect(await clientsOf('swept')).to.include('gone')
      await opened.log.sweep(later + KEPT_FOR)
      expect(await clientsOf('swept')).to.deep.equal(['there', 'there'])
    })
  })
})
