import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import { systemClock } from '../../server/machine/system-clock.ts'
import type { EnterAnswer, Frame } from '../../server/protocol/events.ts'
import { enter, settled, startCore, type Tab } from '../support/core.ts'
import { counter } from '../support/counter.ts'

const ROOMS = [
  { id: 'R:1', name: 'One' },
  { id: 'R:2', name: 'Two' },
]

async function running(application: Parameters<typeof startCore>[0] = counter) {
  const core = startCore(application, ROOMS)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  for (const tab of [ann, bob]) for (const { id } of ROOMS) await enter(core, tab, id)
  await core.clock.pass(200)
  return { core, ann, bob }
}

const frames = (tab: Tab): Frame[] => tab.sent('frame').map(({ args }) => args[1] as Frame)

describe('what a review found', () => {
  it('[P5] a log that goes on failing is asked less and less often, and every room lives on', async () => {
    const { core, ann, bob } = await running()
    let opened = 0
    const open = core.log.open.bind(core.log)
    core.log.open = (...args) => {
      opened++
      return open(...args)
    }
    const append = core.log.append.bind(core.log)
    core.log.append = async () => {
      throw new Error('the disk is full')
    }
    bob.disconnect()
    await core.clock.pass(8000)
    expect(opened).to.be.within(5, 40)
    core.log.append = append
    await core.clock.pass(3000)
    expect(await ann.act('R:1', 'add', { by: 1 })).to.have.property('ok', true)
  })

  it('[P5] one room’s mistake stops no other room, nor the log', async () => {
    const { core, ann } = await running()
    const send = core.wire.send.bind(core.wire)
    core.wire.send = (to, event, ...args) => {
      if (event === 'frame' && args[0] === 'R:1') throw new Error('this frame cannot be sent')
      return send(to, event, ...args)
    }
    // Entering flushes frames in the very step in which the log answers.
    const failing = [ann.act('R:1', 'add', { by: 1 }), core.connect('cid').enter('R:1')]
    await core.clock.pass(20).catch(() => undefined)
    core.wire.send = send
    const second = ann.ask('act', 'R:2', { client: ann.id, seq: 1, name: 'add', payload: { by: 1 } })
    await core.clock.pass(20)
    expect(await second).to.have.property('ok', true)
    void failing
  })

  it('[P5] an async handler, schema or initialise is refused and told, and ends nothing', async () => {
    const later = defineApplication({
      name: 'later',
      players: { min: 2, max: 9 },
      initialise: () => ({ done: 0 }),
      update: (action) => ({
        handle: action(z.object({}), (state) => {
          const run = async (): Promise<void> => {
            await settled()
            state.done = 1
          }
          // As an author without types would.
          return run() as unknown as number
        }),
        check: action(z.object({}).check(z.refine(async () => Promise.reject(new Error('late')))), () => 1),
      }),
    })
    const { core, ann } = await running(later)
    for (const name of ['handle', 'check']) {
      expect(await ann.act('R:1', name, {}), name).to.have.nested.property('error.code', 'ACTION_FAILED')
    }
    await settled()
    expect(core.reports.map(String).join()).to.contain('must not be async')

    const never = startCore({ ...later, initialise: async () => ({ done: 0 }) })
    await enter(never, never.connect('ann'))
    expect((await enter(never, never.connect('bob'))).snapshot.room.status).to.equal('waiting')
  })

  it('[P6] a log that begins another history leaves nobody in the old one', async () => {
    const { core, ann } = await running()
    const { version, epoch } = await enter(core, ann)
    const open = core.log.open.bind(core.log)
    core.log.open = async (roomId, name) => ({ ...(await open(roomId, name)), epoch: 'another' })
    core.log.failNext = 'before'
    await ann.act('R:1', 'add', { by: 1 })
    await core.clock.pass(100)
    const [gap] = frames(ann).slice(-1)
    expect(gap?.from, 'a frame that follows nothing').to.be.greaterThan(version + 1000)
    const answer = ann.ask('enter', 'R:1', { client: ann.id, version, epoch })
    await core.clock.pass(20)
    expect((await answer) as unknown as EnterAnswer).to.include({ epoch: 'another' })
    expect(await answer).to.have.property('snapshot')
  })

  it('[P9] while the log hangs, the room takes so much and no more', async () => {
    const core = startCore(counter, ROOMS, { limits: { queue: 10, rate: 1e6, burst: 1e6 } })
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    await enter(core, ann)
    await enter(core, bob)
    core.log.hold()
    const again = { client: ann.id, seq: 1, name: 'add', payload: { by: 1 } }
    let answered = 0
    for (let n = 0; n < 1000; n++) void ann.ask('act', 'R:1', again).then(() => answered++)
    for (let n = 0; n < 1000; n++) void bob.ask('leave', 'R:2').then(() => answered++)
    await settled()
    expect(answered).to.be.greaterThan(1900)
    await core.log.release()
    expect(answered).to.equal(2000)
  })

  it('[P12] what a tab presented is gone with that tab, though another one stays', async () => {
    const core = startCore({ ...counter, presence: z.object({ typing: z.boolean() }) }, ROOMS)
    const [ann, second] = [core.connect('ann'), core.connect('ann', 'ann/2')]
    await enter(core, ann)
    await enter(core, second)
    ann.tell('present', 'R:1', { typing: true })
    ann.disconnect()
    await core.clock.pass(200)
    expect((await enter(core, core.connect('bob'))).presence).to.deep.equal({})
  })

  it('[P12] a timer of a month does not fire at once', async () => {
    let fired = false
    const cancel = systemClock.setTimer(30 * 86_400_000, () => {
      fired = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    cancel()
    expect(fired).to.equal(false)
  })
})
