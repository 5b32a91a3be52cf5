import { expect } from 'chai'
import type { AnyApplication } from '../../../server/contract/application.ts'
import { applyPatches } from '../../../server/state/apply.ts'
import type { Patch } from '../../../server/state/patches.ts'
import { type Core, enter, startCore } from '../../support/core.ts'
import { type CounterState, counter } from '../../support/counter.ts'

async function running(application: AnyApplication = counter) {
  const core = startCore(application)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  await enter(core, ann)
  await enter(core, bob)
  await core.clock.pass(200)
  return { core, ann, bob }
}

/** A server that starts where another one ended, on what its log holds. */
function restart({ clock, log }: Core, application: AnyApplication = counter): Core {
  return startCore(application, undefined, { clock, log })
}

describe('an application that has changed', () => {
  const migrating = (from: number[]): AnyApplication => ({
    ...counter,
    version: 3,
    migrate: (state, version) => {
      from.push(version)
      return { sum: (state as { total: number }).total, adds: [], version: 3 }
    },
  })

  it('brings an old state forward when the room is opened, once, as a commit', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'add', { by: 7 })
    const before = await enter(core, ann)
    await core.registry.stop()
    const from: number[] = []
    const next = restart(core, migrating(from))
    const { snapshot, version, epoch } = await enter(next, next.connect('ann'))
    expect(JSON.stringify(snapshot.state)).to.equal('{"sum":7,"adds":[],"version":3}')
    expect(epoch).to.equal(before.epoch)
    expect(version).to.be.greaterThan(before.version)
    await next.registry.stop()
    const third = restart(next, migrating(from))
    await enter(third, third.connect('ann', 'ann/3'))
    expect(from).to.deep.equal([1])
  })

  it('[P8] leads who returns over the change by patches', async () => {
    const { core, ann } = await running()
    for (let by = 0; by < 2; by++) await ann.act('R:1', 'add', { by })
    const { version, epoch, snapshot } = await enter(core, ann)
    await core.registry.stop()
    const next = restart(core, {
      ...counter,
      version: 2,
      migrate: (state) => ({ more: 1, adds: (state as CounterState).adds }),
    })
    const answer = next.connect('ann').ask('enter', 'R:1', { client: 'ann/1', version, epoch, used: true })
    await next.clock.pass(20)
    const { patches = [] } = (await answer) as { patches?: readonly Patch[] }
    expect(patches).not.to.have.length(0)
    const fresh = await enter(next, next.connect('ann', 'ann/2'))
    const { $room: _, ...state } = applyPatches({ $room: snapshot.room, ...snapshot.state }, patches)
    expect(JSON.stringify(state)).to.equal(JSON.stringify(fresh.snapshot.state))
  })

  it('and fails at it leaves the room as it was, and says so', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'add', { by: 7 })
    await core.registry.stop()
    const failing = restart(core, {
      ...migrating([]),
      migrate: () => {
        throw new Error('the author’s mistake')
      },
    })
    expect(await failing.connect('ann').enter('R:1')).to.have.nested.property('error.code', 'ROOM_UNAVAILABLE')
    expect(failing.reports.map(String).join()).to.contain('the author’s mistake')
    const again = restart(core)
    const { snapshot } = await enter(again, again.connect('ann', 'ann/2'))
    expect(snapshot.state).to.deep.include({ total: 7 })
  })

  it('without saying how is not opened, rather than written on as if its state were today’s', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'add', { by: 7 })
    await core.registry.stop()
    for (let time = 0; time < 2; time++) {
      const raised = restart(core, { ...counter, version: 2 })
      expect(await raised.connect('ann').enter('R:1')).to.have.nested.property('error.code', 'ROOM_UNAVAILABLE')
      expect(raised.reports.map(String).join()).to.contain('version 2 and no migrate')
    }
  })

  it('and meets a state of before tells its author what to do, beside a mistake that may come of it', async () => {
    const hints = ({ contexts }: { readonly contexts: readonly Readonly<Record<string, unknown>>[] }) =>
      contexts.map(({ action, hint }) => [action, typeof hint === 'string' && hint.includes('raise version')])
    const { core, ann } = await running()
    await ann.act('R:1', 'spoil', {})
    expect(hints(core), 'its own state').to.deep.equal([['spoil', false]])
    await core.registry.stop()
    const next = restart(core)
    const [one, two] = [next.connect('ann', 'ann/2'), next.connect('bob', 'bob/2')]
    await enter(next, one)
    await enter(next, two)
    await one.act('R:1', 'spoil', {})
    await one.act('R:1', 'fail', {})
    expect(hints(next)).to.deep.equal([
      ['spoil', true],
      ['fail', false],
    ])
  })

  it('back to an older version is refused in plain words, and the room is left untouched', async () => {
    const { core } = await running({ ...counter, version: 2 })
    await core.registry.stop()
    const older = restart(core)
    const { version, term } = await core.log.inner.open('R:1', { epoch: '', rules: 2 })
    expect(await older.connect('ann').enter('R:1')).to.deep.include({
      error: {
        code: 'ROOM_TOO_NEW',
        message: 'A newer version of its application has written this room.',
        retryable: false,
      },
    })
    const after = await core.log.inner.open('R:1', { epoch: '', rules: 2 })
    expect([after.version, after.term]).to.deep.equal([version, term + 1])
  })
})
