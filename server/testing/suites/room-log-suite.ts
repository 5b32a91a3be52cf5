import { expect } from 'chai'
import fc from 'fast-check'
import {
  type AppendOutcome,
  type LogEntry,
  NewerRulesError,
  type RoomLog,
  type StoredAnswer,
  type StoredCommit,
} from '../../rooms/log/room-log.ts'
import { anyMove, comparable, type Move, RoomModel } from './room-model.ts'
import { after, before, describe, it } from './runner.ts'

/** A log to be tested, and what closes it. */
export interface OpenedRoomLog {
  readonly log: RoomLog
  /** Closes and opens it again with what it holds; absent where that is nothing. */
  reopen?(): Promise<RoomLog>
  close(): Promise<void>
}

const say = (text: string): Move => ({ kind: 'say', text })
const OK: AppendOutcome = { ok: true }

/** What every room log keeps to. Called inside its own spec, with what opens an empty one. */
export function describeRoomLog(name: string, open: () => Promise<OpenedRoomLog>, { lasts = true } = {}): void {
  describe(`room log: ${name}`, () => {
    let opened: OpenedRoomLog
    let log: RoomLog
    let rooms = 0
    const newRoom = () => new RoomModel(`R:${++rooms}`)
    const openRoom = ({ roomId }: { roomId: string }, rules = 1) =>
      log.open(roomId, { epoch: `epoch ${++rooms}`, rules })

    before(async () => {
      opened = await open()
      log = opened.log
    })
    after(() => opened.close())

    describe('what is to happen later', () => {
      const alarm = (name: string, due: number | null) => ({ name, due, left: 1000 })
      const effect = (id: string) => ({ id, name: 'mail', payload: '{"to":"\\u0000 🙂"}' })

      it('[P3] alarms are those of the last step that changed any', async () => {
        const room = newRoom()
        const { term } = await openRoom(room)
        const store = async (more: Partial<LogEntry>) => {
          const append = room.append(term, [{ kind: 'forget' }])
          const [outcome] = await log.append([
            { ...append, entries: append.entries.map((entry) => ({ ...entry, ...more })) },
          ])
          expect(outcome).to.deep.equal({ ok: true })
        }
        await store({ alarms: [alarm('a', 50), alarm('b', null)] })
        await store({})
        const opened = await log.open(room.roomId, { epoch: 'e', rules: 1 })
        expect(opened.alarms).to.deep.equal([alarm('a', 50), alarm('b', null)])
        const last = room.append(opened.term, [{ kind: 'forget' }])
        await log.append([{ ...last, entries: last.entries.map((entry) => ({ ...entry, alarms: [] })) }])
        expect((await openRoom(room)).alarms).to.deep.equal([])
      })

      it('[P3] effects wait in their order until they were carried out, with a commit or without', async () => {
        const room = newRoom()
        const { term } = await openRoom(room)
        const first = room.append(term, [{ kind: 'forget' }, { kind: 'forget' }])
        const [one, two] = first.entries
        await log.append([
          {
            ...first,
            entries: [
              { ...one, effects: [effect('R/10/0'), effect('R/9/0')] },
              { ...two, effects: [effect('R/11/0')], carriedOut: ['R/9/0'] },
            ],
          },
        ])
        const note = { roomId: room.roomId, term, base: room.version, rules: 1 }
        const [noted] = await log.append([{ ...note, entries: [{ carriedOut: ['R/10/0', 'R/unknown'] }] }])
        expect(noted).to.deep.equal({ ok: true })
        expect((await openRoom(room)).effects).to.deep.equal([effect('R/11/0')])
      })

      it('[P3] effects are carried out once, whatever their ids are made of', async () => {
        const room = newRoom()
        const { term } = await openRoom(room)
        const note = { roomId: room.roomId, term, base: 0, rules: 1 }
        const ids = ['a\\u0041', 'aA', 'a\u0000', '\ud800']
        await log.append([{ ...note, entries: [{ effects: ids.map(effect) }] }])
        await log.append([{ ...note, entries: [{ carriedOut: ids.slice(0, 3) }] }])
        expect((await openRoom(room)).effects).to.deep.equal([effect('\ud800')])
      })

      it('[P5] nothing of it is left of a step that was not stored', async () => {
        const room = newRoom()
        const { term } = await openRoom(room)
        const append = room.append(term - 1, [{ kind: 'forget' }])
        const more = { alarms: [alarm('a', 1)], effects: [effect('R/1/0')] }
        const entries = append.entries.map((entry) => ({ ...entry, ...more }))
        expect(await log.append([{ ...append, entries }])).to.deep.equal([{ ok: false, reason: 'conflict' }])
        expect(await openRoom(room)).to.deep.include({ alarms: [], effects: [] })
      })
    })

    describe('opening', () => {
      it('begins a room that it has never seen, empty', async () => {
        const { epoch, term, ...rest } = await openRoom(newRoom())
        expect(epoch).to.be.a('string').that.is.not.equal('')
        expect(term).to.be.a('number')
        const room = { status: 'waiting', started: false, members: [] }
        const nothing = { commits: [], answers: [], alarms: [], effects: [] }
        expect(rest).to.deep.equal({ version: 0, at: 0, rules: 0, room, ...nothing })
      })

      it('keeps the epoch and raises the term each time', async () => {
        const room = newRoom()
        const first = await openRoom(room)
        const second = await openRoom(room)
        expect(second.epoch).to.equal(first.epoch)
        expect(second.term).to.be.greaterThan(first.term)
        expect((await openRoom(newRoom())).epoch).to.not.equal(first.epoch)
      })

      it('gives several openers at once a term each', async () => {
        const room = newRoom()
        const terms = await Promise.all([1, 2, 3, 4].map(async () => (await openRoom(room)).term))
        expect(new Set(terms).size).to.equal(4)
      })

      it('[P3] hands out what was stored: state, commits and their order', async () => {
        const room = newRoom()
        const { term } = await openRoom(room)
        expect(
          await log.append([room.append(term, [say('start'), say('one'), say('two \ud800\u0000')])]),
        ).to.deep.equal([OK])
        const stored = await openRoom(room)
        expect(comparable(stored)).to.deep.equal(room.expected)
        expect(stored.commits).to.deep.equal(room.commits)
        expect(stored.rules).to.equal(1)
      })

      it('hands out objects that are the caller’s, and keeps none of theirs', async () => {
        const room = newRoom()
        const { term } = await openRoom(room)
        const append = room.append(term, [say('start'), { kind: 'set', key: 'a', value: { deep: [1] } }])
        const expected = structuredClone(room.expected)
        await log.append([append])
        const stored = await openRoom(room)
        Object.assign(stored.room, { status: 'closed' })
        Object.assign(stored.state ?? {}, { messages: 'gone' })
        expect(comparable(await openRoom(room))).to.deep.equal(expected)
      })

      it('refuses a room that newer rules have written, and changes nothing', async () => {
        const room = newRoom()
        const { term } = await openRoom(room, 7)
        await log.append([{ ...room.append(term, [say('start')]), rules: 7 }])
        const refusal = await openRoom(room, 6).catch((error: unknown) => error)
        expect(refusal).to.be.instanceOf(NewerRulesError)
        const next = room.append(term, [say('still its owner')])
        expect(await log.append([{ ...next, rules: 7 }])).to.deep.equal([OK])
        expect((await openRoom(room, 8)).rules).to.equal(7)
      })
    })

    describe('appending', () => {
      it('[P2] takes a batch at the head’s version only', async () => {
        const room = newRoom()
        const { term } = await openRoom(room)
        const first = room.append(term, [say('start')])
        expect(await log.append([first])).to.deep.equal([OK])
        expect(await log.append([first])).to.deep.equal([{ ok: false, reason: 'conflict' }])
        expect(await log.append([{ ...first, base: 5, entries: [] }])).to.deep.equal([
          { ok: false, reason: 'conflict' },
        ])
        expect(comparable(await openRoom(room))).to.deep.equal(room.expected)
      })

      it('[P14] takes nothing of an earlier owner, nor for a room it doesn’t know', async () => {
        const room = newRoom()
        const earlier = await openRoom(room)
        const { term } = await openRoom(room)
        const stale = new RoomModel(room.roomId).append(earlier.term, [say('start')])
        const unknown = new RoomModel('never opened').append(1, [say('start')])
        const mine = room.append(term, [say('start')])
        const outcomes = await log.append([stale, mine, unknown])
        expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason))).to.deep.equal([
          'conflict',
          'ok',
          'conflict',
        ])
        expect(comparable(await openRoom(room))).to.deep.equal(room.expected)
      })

      it('[P5] leaves one room’s conflict out, and stores the others’ part', async () => {
        const batch = await Promise.all(
          [newRoom(), newRoom(), newRoom()].map(async (room) => ({ room, term: (await openRoom(room)).term })),
        )
        const appends = batch.map(({ room, term }, index) => room.append(index === 1 ? term - 1 : term, [say('start')]))
        expect((await log.append(appends)).map(({ ok }) => ok)).to.deep.equal([true, false, true])
        const versions = await Promise.all(batch.map(async ({ room }) => (await openRoom(room)).version))
        expect(versions).to.deep.equal([1, 0, 1])
      })

      it('[P2] takes a room’s second part of a batch on its first one, and neither where the first conflicts', async () => {
        const [room, other, stale] = [newRoom(), newRoom(), newRoom()]
        const { term } = await openRoom(room)
        const { term: term2 } = await openRoom(other)
        const { term: newest } = await openRoom(stale)
        const parts = [
          room.append(term, [say('start')]),
          other.append(term2, [say('start')]),
          room.append(term, [say('second')]),
          stale.append(newest - 1, [say('start')]),
          room.append(term, [say('third')]),
          stale.append(newest, [say('second')]),
        ]
        const outcomes = await log.append(parts)
        expect(outcomes.map(({ ok }) => ok)).to.deep.equal([true, true, true, false, true, false])
        expect(comparable(await openRoom(room))).to.deep.equal(room.expected)
        expect(comparable(await openRoom(other))).to.deep.equal(other.expected)
        expect((await openRoom(stale)).version).to.equal(0)
      })

      it('answers an empty batch', async () => {
        expect(await log.append([])).to.deep.equal([])
      })

      it('[P3] keeps any room as its commits made it, over any number of owners', async () => {
        const stretch = fc.record({ moves: fc.array(anyMove, { minLength: 1, maxLength: 5 }), reopened: fc.boolean() })
        await fc.assert(
          fc.asyncProperty(fc.array(stretch, { maxLength: 8 }), async (stretches) => {
            const room = newRoom()
            let { term } = await openRoom(room)
            for (const { moves, reopened } of stretches) {
              expect(await log.append([room.append(term, moves)])).to.deep.equal([OK])
              if (reopened) term = (await openRoom(room)).term
            }
            const stored = await openRoom(room)
            expect(comparable(stored)).to.deep.equal(room.expected)
            expect(stored.commits).to.deep.equal(room.commits.slice(room.version - stored.commits.length))
          }),
          { numRuns: 30 },
        )
      })
    })

    describe('clients’ standings', () => {
      const answer = (seq: number, given: Partial<StoredAnswer> = {}): StoredAnswer => ({
        user: 'user:1',
        client: 'client',
        seq,
        digest: `digest ${seq}`,
        answer: { ok: true, version: seq, result: { text: 'a\nb \ud800' } },
        confirmed: 0,
        at: 1000 + seq,
        ...given,
      })
      const met = (seq: number, given: Partial<StoredAnswer> = {}): StoredAnswer => {
        const { answer: _, ...rest } = answer(seq, given)
        return rest
      }

      async function standingAfter(...batches: readonly (readonly StoredAnswer[])[]) {
        const room = newRoom()
        const { term } = await openRoom(room)
        for (const answers of batches) {
          const entries = answers.map((answer) => ({ answer }))
          expect(await log.append([{ ...room.append(term, []), entries }])).to.deep.equal([OK])
        }
        return standingsOf((await openRoom(room)).answers)
      }

      it('[P4] keeps the answers that are not confirmed, and the last number', async () => {
        const expected = { 'user:1 client': { last: 3, open: [answer(2), answer(3)].map(asTold) } }
        const third = answer(3, { confirmed: 1 })
        expect(await standingAfter([answer(1), answer(2)], [third])).to.deep.equal(expected)
        expect(await standingAfter([answer(1), answer(2), third])).to.deep.equal(expected)
        expect(await standingAfter([answer(1)], [answer(2)], [third])).to.deep.equal(expected)
      })

      it('[P4] remembers a client that was only met, and one whose answers are all confirmed', async () => {
        expect(await standingAfter([met(0)])).to.deep.equal({ 'user:1 client': { last: 0, open: [] } })
        const told = met(2, { confirmed: 2 })
        expect(await standingAfter([answer(1), answer(2)], [told])).to.deep.equal({
          'user:1 client': { last: 2, open: [] },
        })
      })

      it('[P4] keeps the open answers of a client that is merely still there', async () => {
        const expected = { 'user:1 client': { last: 2, open: [answer(1), answer(2)].map(asTold) } }
        expect(await standingAfter([answer(1), answer(2)], [met(2, { at: 9000 })])).to.deep.equal(expected)
      })

      it('tells clients and users apart, whatever their names', async () => {
        const names = ['a', 'a\u0000', 'a\u0000b', '\ud800', '\ufffd', '\\u0000', '"', 'A']
        const answers = names.flatMap((user) => names.map((client) => answer(1, { user, client })))
        const found = await standingAfter(answers)
        expect(Object.keys(found)).to.have.members(answers.map(({ user, client }) => `${user} ${client}`))
      })

      it('[P5] stores the answers of a room whose append conflicts as little as its commits', async () => {
        const room = newRoom()
        const { term } = await openRoom(room)
        const entries = [{ answer: answer(1) }]
        await log.append([{ ...room.append(term, []), base: 3, entries }])
        expect((await openRoom(room)).answers).to.deep.equal([])
      })
    })

    describe('history', () => {
      it('pages back through what is kept, newest first, to the beginning', async () => {
        const room = newRoom()
        const { term } = await openRoom(room)
        const moves = Array.from({ length: 25 }, (_, index) => (index % 3 === 1 ? say(`${index}`) : FORGET))
        await log.append([room.append(term, moves)])
        const pages: number[][] = []
        for (let before = Number.MAX_SAFE_INTEGER; ; ) {
          const page = await log.history(room.roomId, { names: ['say'], before, limit: 3 })
          if (page.length === 0) break
          pages.push(page.map(({ version }) => version))
          before = page.at(-1)?.version ?? 0
        }
        const kept = room.commits.filter((commit) => commit.kept).map(({ version }) => version)
        expect(pages.flat()).to.deep.equal(kept.reverse())
        expect(pages.map((page) => page.length)).to.deep.equal([3, 3, 2])
      })

      it('tells each action as it was made, of the asked names only', async () => {
        const room = newRoom()
        const { term } = await openRoom(room)
        await log.append([room.append(term, [say('start'), say('"\u0000 \ud800 \\u0041 日本')])])
        const all = { before: Number.MAX_SAFE_INTEGER, limit: 10 }
        const [, made] = room.commits
        const { version, at, user, name, payload } = made ?? {}
        expect(await log.history(room.roomId, { ...all, names: ['other', 'say'] })).to.deep.equal([
          { version, at, user, name, payload },
        ])
        expect(await log.history(room.roomId, { ...all, names: ['other'] })).to.deep.equal([])
        expect(await log.history(room.roomId, { ...all, names: [] })).to.deep.equal([])
        expect(await log.history('never opened', { ...all, names: ['say'] })).to.deep.equal([])
      })
    })

    // Only what lasts longer than its process has anything to show here.
    if (!lasts) return
    it('[P3] has everything after being opened again', async () => {
      const room = newRoom()
      const { term, epoch } = await openRoom(room)
      await log.append([room.append(term, [say('start'), say('one')])])
      if (!opened.reopen) throw new Error(`${name} does not say how it is opened again`)
      log = await opened.reopen()
      const stored = await openRoom(room)
      expect(comparable(stored)).to.deep.equal(room.expected)
      expect(stored.epoch).to.equal(epoch)
      expect(stored.commits satisfies readonly StoredCommit[]).to.deep.equal(room.commits)
    })
  })
}

const FORGET: Move = { kind: 'forget' }

interface Standing {
  readonly last: number
  /** The answers that are not confirmed. */
  readonly open: readonly Told[]
}
type Told = Pick<StoredAnswer, 'seq' | 'digest' | 'answer'>

function asTold({ seq, digest, answer }: StoredAnswer): Told {
  return { seq, digest, ...(answer && { answer }) }
}

/** What the records say of each client, however many they are. */
function standingsOf(answers: readonly StoredAnswer[]): Record<string, Standing> {
  const names = [...new Set(answers.map(({ user, client }) => `${user} ${client}`))]
  const standing = (name: string): Standing => {
    const own = answers.filter(({ user, client }) => `${user} ${client}` === name)
    const confirmed = Math.max(...own.map((answer) => answer.confirmed))
    const open = own.filter(({ answer, seq }) => answer && seq > confirmed).map(asTold)
    return { last: Math.max(...own.map(({ seq }) => seq)), open }
  }
  return Object.fromEntries(names.map((name) => [name, standing(name)]))
}
