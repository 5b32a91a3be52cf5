import { expect } from 'chai'
import { look, restart, running } from '../../support/clockwork.ts'
import type { Core, Tab } from '../../support/core.ts'
import { enter } from '../../support/core.ts'

type Way = (core: Core, ann: Tab, bob: Tab) => Promise<unknown>

/** Every way in which an application can close its room. */
const WAYS: Readonly<Record<string, Way>> = {
  'an action': (_core, ann) => ann.act('R:1', 'end', {}),
  'an alarm': async (core, ann) => {
    await ann.act('R:1', 'set', { name: 'end', in: 100 })
    await core.clock.pass(100)
  },
  'who joins': (core) => enter(core, core.connect('closer')),
  'who leaves': async (core) => {
    const leaver = core.connect('leaver')
    await enter(core, leaver)
    await leaver.leave('R:1')
  },
}

describe('close()', () => {
  for (const [by, way] of Object.entries(WAYS)) {
    it(`by ${by}: nothing is done any more, what is there can still be seen and entered, also after a restart`, async () => {
      const { core, ann, bob } = await running()
      await bob.act('R:1', 'note', { text: 'kept' })
      await bob.act('R:1', 'set', { name: 'bell', in: 5000 })
      await way(core, ann, bob)
      const { version } = await look(core)
      const late = core.connect('late')
      const refused = { 'error.code': 'ROOM_CLOSED', 'error.retryable': false }
      expect(await ann.act('R:1', 'note', { text: 'too late' })).to.nested.include(refused)
      expect((await enter(core, late)).snapshot.room).to.include({ status: 'closed' })
      expect(await late.act('R:1', 'note', { text: 'too late' })).to.nested.include(refused)
      expect(await ann.ask('history', 'R:1', {})).to.nested.include({ 'actions[0].payload.text': 'kept' })
      await core.clock.pass(60_000)
      const closed = await look(core)
      expect(closed.happened).to.include('kept').and.not.include('bell').and.not.include('too late')
      expect(closed.version, 'who comes to look takes no seat').to.equal(version)
      const set = core.log.batches
        .flatMap((batch) => batch.flatMap(({ entries }) => entries))
        .flatMap(({ alarms }) => (alarms ? [alarms] : []))
      expect(set.at(-1), 'the log has none to wake the room for').to.deep.equal([])
      await late.leave('R:1')
      await core.registry.stop()

      const after = await restart(core)
      const again = await enter(after, after.connect('bob', 'bob/2'))
      expect(again.snapshot.room).to.include({ status: 'closed' })
      expect(again.snapshot.state).to.deep.include({ happened: closed.happened })
      expect(after.registry.listing('R:1')).to.include({ status: 'closed' })
      await after.registry.stop()
    })
  }

  it('[P3] shows in no answer and no listing before the log holds it, and has not happened when it is lost', async () => {
    const { core, ann, bob } = await running()
    core.log.hold()
    const ended = ann.act('R:1', 'end', {})
    const refused = bob.act('R:1', 'note', { text: 'too late' })
    let answered = 0
    for (const answer of [ended, refused]) void answer.then(() => answered++)
    await core.clock.pass(1000)
    expect([answered, core.registry.listing('R:1')?.status]).to.deep.equal([0, 'running'])
    await core.log.release()
    expect([(await ended).ok, (await refused).ok]).to.deep.equal([true, false])
    expect(core.registry.listing('R:1')?.status).to.equal('closed')

    const lost = await running()
    lost.core.log.failNext = 'before'
    expect(await lost.ann.act('R:1', 'end', {})).to.nested.include({ 'error.code': 'NOT_STORED' })
    await lost.core.clock.pass(200)
    expect(await lost.bob.act('R:1', 'note', { text: 'on' })).to.include({ ok: true })
  })

  it('[P5] of a handler that throws afterwards closes nothing', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'set', { name: 'faulty', in: 100 })
    await core.clock.pass(100)
    expect((await look(core)).room.status).to.equal('running')
  })
})
