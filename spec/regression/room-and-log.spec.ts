import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import type { Frame } from '../../server/protocol/events.ts'
import { DEFAULT_LIMITS } from '../../server/rooms/limits.ts'
import { Lobby } from '../../server/rooms/lobby/lobby.ts'
import type { Connection } from '../../server/rooms/ports.ts'
import { RoomRegistry } from '../../server/rooms/registry/room-registry.ts'
import type { Seed } from '../../server/rooms/seeded-random.ts'
import { MemoryRoomCatalogue } from '../../server/stores/memory/memory-room-catalogue.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { enter, RecordingWire, StubbornLog, settled, startCore } from '../support/core.ts'

const wall = defineApplication({
  name: 'wall',
  players: { min: 1, max: 9 },
  initialise: () => ({ lines: [] as string[] }),
  update: (action) => ({
    write: action(z.string(), (state, line) => {
      state.lines.push(line)
    }),
  }),
})

describe('a room whose log fails, found by simulation', () => {
  it('[P3] sends no frame of what was not stored because somebody was about to be let in', async () => {
    const core = startCore(wall)
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    await enter(core, ann)
    // The log takes its time to open the room anew.
    const { log } = core
    log.open = async (roomId, epoch) => {
      await new Promise<void>((opened) => core.clock.setTimer(500, opened))
      return log.inner.open(roomId, epoch)
    }
    log.failNext = 'before'
    const answer = bob.enter('R:1')
    await core.clock.pass(1000)
    expect(await answer).to.have.nested.property('error.code', 'NOT_STORED')
    const { version } = await log.inner.open('R:1', { epoch: '', rules: 1 })
    const shown = ann.sent('frame').map(({ args }) => (args[1] as Frame).to)
    expect(Math.max(0, ...shown)).to.be.at.most(version)
  })

  it('[P4] knows a client again after a crash that it told it knows, though it was met while the log failed', async () => {
    const core = startCore(wall)
    const [ann, tab] = [core.connect('ann'), core.connect('ann', 'ann/2')]
    await enter(core, ann)
    core.log.failNext = 'before'
    expect(await enter(core, tab)).to.have.nested.property('error.code', 'NOT_STORED')
    expect(await enter(core, tab)).to.have.property('ok', true)
    // What the next server would be told.
    const { answers } = await core.log.inner.open('R:1', { epoch: '', rules: 1 })
    expect(answers.map(({ client }) => client)).to.include('ann/2')
  })
})

describe('a server that stops while a room is being opened, found by simulation', () => {
  it('leaves no room alive: no timer, and nothing written to the log', async () => {
    const clock = new FakeClock()
    const log = new StubbornLog()
    const wire = new RecordingWire()
    const common = { clock, limits: DEFAULT_LIMITS, report: () => {} }
    const catalogue = new MemoryRoomCatalogue(log.inner)
    const randomness = { name: () => 'name', seed: (): Seed => [1, 2, 3, 4] }
    const registry = new RoomRegistry({ ...common, log, catalogue, randomness })
    const access = {
      may: () => true,
      forEveryone: () => true,
      seesOthers: () => false,
      roleOf: () => 'member' as const,
    }
    const lobby = new Lobby({ ...common, application: wall, registry, wire, access })
    await registry.settle([{ id: 'R:1', name: 'First Room', application: 'wall' }])
    // Somebody sits in the room, as the log has it, whose grace begins when the room is opened.
    const { term } = await log.inner.open('R:1', { epoch: '', rules: 1 })
    const member = { id: 'bob', name: 'bob', connected: true }
    const patches = JSON.stringify([['splice', ['$room', 'members'], 0, 0, [member]]])
    const commit = { version: 1, kind: 'join', at: 0, user: { id: 'bob', name: 'bob' }, patches } as const
    await log.inner.append([{ roomId: 'R:1', term, base: 0, rules: 1, entries: [{ commit }] }])

    const connection: Connection = { id: 'ann/1', user: { id: 'ann', name: 'ann', roles: [] } }
    wire.connect(connection.id)
    lobby.connected(connection)
    void lobby.request(connection, 'enter', ['R:1', { client: 'ann/1' }])
    const stopped = registry.stop()
    lobby.stop()
    await settled()
    await stopped
    await clock.pass(1000)
    expect(clock.timers).to.equal(0)
    const batches = log.batches.length
    await clock.pass(60_000)
    expect(log.batches.length).to.equal(batches)
  })
})
