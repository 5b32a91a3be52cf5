import { expect } from 'chai'
import type { Frame, Snapshot } from '../../server/protocol/events.ts'
import type { RoomDocument } from '../../server/protocol/room-document.ts'
import type { Patch } from '../../server/state/patches.ts'
import { type Loaded, MAX_HELD_FRAMES, Replica } from '../../web/client/replica.ts'

const WAITING: RoomDocument = { status: 'waiting', started: false, members: [] }
const RUNNING: RoomDocument = { status: 'running', started: true, members: [{ id: 'u', name: 'U', connected: true }] }

const entered = (version: number, more: { epoch?: string; snapshot?: Snapshot } = {}): Loaded => ({
  version,
  epoch: 'epoch',
  snapshot: { room: RUNNING, state: { count: version, list: [] } },
  ...more,
})
const frame = (from: number, to: number, ...patches: Patch[]): Frame => ({ from, to, patches })
/** The frame that moves the count of `entered` from one version to the next. */
const step = (from: number): Frame => frame(from, from + 1, ['set', ['count'], from + 1])

function loaded(version: number): Replica {
  const replica = new Replica()
  replica.load(entered(version))
  return replica
}

describe('Replica', () => {
  it('[P1] has no state until the room has started, and then what the first patches set', () => {
    const replica = new Replica()
    replica.load(entered(1, { snapshot: { room: WAITING } }))
    expect(replica.state).to.equal(undefined)
    const start = frame(
      1,
      2,
      ['set', ['$room', 'status'], 'running'],
      ['set', ['messages'], []],
      ['set', ['$room', 'started'], true],
      ['set', ['topic'], null],
    )
    expect(replica.take(start)).to.equal('changed')
    expect(replica.state).to.deep.equal({ messages: [], topic: null })
    expect(replica.document).to.deep.equal({ status: 'running', started: true, members: [] })
    expect(replica.version).to.equal(2)
  })

  it('[P1] has an empty state once a room with nothing in it has started', () => {
    const replica = new Replica()
    replica.load(entered(1, { snapshot: { room: RUNNING } }))
    expect(replica.state).to.deep.equal({})
  })

  it('[P8] takes what a reader is shown in the place of the same version, and never goes on from it', () => {
    const replica = loaded(3)
    const seen = { room: RUNNING, state: { count: 3 } }
    replica.load({ ...entered(3, { snapshot: seen }), reads: true })
    expect(replica.state).to.deep.equal({ count: 3 })
    expect(replica.standpoint).to.equal(undefined)
    replica.hold()
    replica.load(entered(3))
    expect(replica.state).to.deep.equal({ count: 3, list: [] })
    expect(replica.standpoint).to.deep.equal({ version: 3, epoch: 'epoch' })
  })

  it('copies only along what changed', () => {
    const replica = loaded(1)
    const [before, members] = [replica.state, replica.document.members]
    replica.take(step(1))
    expect(replica.state).not.to.equal(before)
    expect(replica.state?.list).to.equal(before?.list)
    expect(replica.document.members).to.equal(members)
    const state = replica.state
    replica.take(frame(2, 3, ['set', ['$room', 'members', 0, 'connected'], false]))
    expect(replica.state).to.equal(state)
    expect(replica.document.members).to.deep.equal([{ id: 'u', name: 'U', connected: false }])
    expect(members).to.deep.equal([{ id: 'u', name: 'U', connected: true }])
  })

  it('[P2] drops what it has, and sees a gap where something is missing', () => {
    const replica = loaded(5)
    expect(replica.take(step(4)), 'an old one').to.equal('same')
    expect(replica.take(frame(5, 5)), 'a heartbeat').to.equal('same')
    expect(replica.take(frame(6, 7)), 'a later one').to.equal('gap')
    expect(replica.take(frame(7, 7)), 'a heartbeat of a version it doesn’t have').to.equal('gap')
    expect(replica.take(frame(4, 6)), 'one that begins before and ends after').to.equal('gap')
    expect(replica.version).to.equal(5)
    expect(replica.take(step(5))).to.equal('changed')
  })

  it('[P8] keeps the frames that come before the snapshot, and drops those that are in it', () => {
    const replica = new Replica()
    for (let from = 1; from < 6; from++) expect(replica.take(step(from))).to.equal('same')
    expect(replica.load(entered(3))).to.equal('changed')
    expect(replica.version).to.equal(6)
    expect(replica.state?.count).to.equal(6)
  })

  it('[P8] sees a gap between the snapshot and the frames that were kept', () => {
    const replica = new Replica()
    replica.take(step(4))
    expect(replica.load(entered(3))).to.equal('gap')
    expect(replica.version).to.equal(3)
  })

  it('holds frames again while it is asked to', () => {
    const replica = loaded(3)
    replica.hold()
    expect(replica.take(step(9))).to.equal('same')
    expect(replica.load(entered(9))).to.equal('changed')
    expect(replica.version).to.equal(10)
  })

  it('[P9] keeps 1,000 frames at most, and then needs a snapshot that has them all', () => {
    const replica = new Replica()
    for (let from = 1; from <= MAX_HELD_FRAMES + 1; from++) replica.take(step(from))
    expect(replica.load(entered(5)), 'a snapshot that hasn’t').to.equal('gap')
    replica.hold()
    expect(replica.load(entered(6)), 'what was lost is forgotten with the next snapshot').to.equal('changed')

    const other = new Replica()
    for (let from = 1; from <= MAX_HELD_FRAMES + 1; from++) other.take(step(from))
    expect(other.load(entered(MAX_HELD_FRAMES + 2)), 'a snapshot that has').to.equal('changed')
  })

  it('keeps its objects when the snapshot is of the version it has', () => {
    const replica = loaded(3)
    const { state, document } = replica
    replica.hold()
    replica.load(entered(3))
    expect(replica.state).to.equal(state)
    expect(replica.document).to.equal(document)
    replica.load(entered(3, { epoch: 'another', snapshot: { room: RUNNING, state: {} } }))
    expect(replica.state).to.deep.equal({})
    expect(replica.epoch).to.equal('another')
  })

  it('changes nothing by a frame that doesn’t fit, reports it, and asks for a snapshot', () => {
    const replica = loaded(3)
    const { state, document } = replica
    const reported: unknown[] = []
    const original = console.error
    console.error = (error) => reported.push(error)
    try {
      const bad = frame(3, 4, ['set', ['$room', 'status'], 'closed'], ['splice', ['nowhere'], 0, 0, []])
      expect(replica.take(bad)).to.equal('gap')
    } finally {
      console.error = original
    }
    expect(reported).to.have.length(1)
    expect([replica.state, replica.document, replica.version]).to.deep.equal([state, document, 3])
    expect(replica.standpoint, 'nobody knows what would go on from it').to.equal(undefined)
    replica.hold()
    expect(replica.load(entered(3))).to.equal('changed')
    expect(replica.standpoint).to.deep.include({ version: 3 })
  })

  it('[P6] goes on by what it missed, and by the frames that came before the answer', () => {
    const replica = loaded(3)
    expect(replica.standpoint).to.deep.equal({ version: 3, epoch: replica.epoch })
    const { document } = replica
    replica.hold()
    replica.take(step(5))
    replica.take(step(6))
    const patches = [['set', ['count'], 6]] as const
    expect(replica.load({ version: 6, epoch: replica.epoch ?? '', patches })).to.equal('changed')
    expect([replica.version, replica.state?.count]).to.deep.equal([7, 7])
    expect(replica.document, 'what did not change').to.equal(document)
  })

  it('[P6] takes no patches of another history, or before it has anything', () => {
    const replica = loaded(3)
    replica.hold()
    expect(replica.load({ version: 6, epoch: 'another', patches: [] })).to.equal('gap')
    expect(replica.version).to.equal(3)
    expect(new Replica().standpoint).to.equal(undefined)
    expect(new Replica().load({ version: 6, epoch: 'any', patches: [] })).to.equal('gap')
  })
})
