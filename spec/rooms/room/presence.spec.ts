import { expect } from 'chai'
import { z } from 'zod/mini'
import { enter, startCore, type Tab } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

const typing = { ...counter, presence: z.object({ typing: z.boolean() }) }

async function running() {
  const core = startCore(typing)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  await enter(core, ann)
  await enter(core, bob)
  await core.clock.pass(200)
  return { core, ann, bob }
}

const seen = (tab: Tab): unknown[] => tab.sent('presence').map(({ args }) => args[1])

describe('presence', () => {
  it('reaches the others at once, is never logged, and a joiner gets what is shown now', async () => {
    const { core, ann, bob } = await running()
    const logged = core.log.batches.length
    ann.tell('present', 'R:1', { typing: true })
    await core.clock.pass(0)
    expect(seen(bob)).to.deep.equal([{ ann: { typing: true } }])
    expect(core.log.batches).to.have.length(logged)
    expect((await enter(core, core.connect('cid'))).presence).to.deep.equal({ ann: { typing: true } })
  })

  it('[P9] goes out at most 10 times a second, the last write of each user counting', async () => {
    const { core, ann, bob } = await running()
    for (let n = 0; n <= 50; n++) {
      ann.tell('present', 'R:1', { typing: n % 2 === 0 })
      await core.clock.pass(10)
    }
    expect(seen(bob).length).to.be.within(4, 7)
    await core.clock.pass(100)
    expect(seen(bob).at(-1)).to.deep.equal({ ann: { typing: true } })
  })

  it('is gone with the connection and with the seat', async () => {
    const { core, ann, bob } = await running()
    ann.tell('present', 'R:1', { typing: true })
    bob.tell('present', 'R:1', { typing: true })
    await core.clock.pass(200)
    ann.disconnect()
    await core.clock.pass(200)
    expect(seen(bob).at(-1)).to.deep.equal({ ann: null })
    await bob.leave('R:1')
    expect((await enter(core, core.connect('cid'))).presence).to.deep.equal({})
  })

  it('is not lost while the room is opened anew: nobody would present it again', async () => {
    const { core, ann, bob } = await running()
    let open = (): void => undefined
    const opening = new Promise<void>((resolve) => {
      open = resolve
    })
    const original = core.log.open.bind(core.log)
    core.log.open = async (...args) => {
      await opening
      return original(...args)
    }
    core.log.failNext = 'before'
    await ann.act('R:1', 'add', { by: 1 })
    expect(await ann.act('R:1', 'add', { by: 1 })).to.have.nested.property('error.code', 'ROOM_BUSY')
    ann.tell('present', 'R:1', { typing: true })
    open()
    await core.clock.pass(200)
    expect(seen(bob)).to.deep.equal([{ ann: { typing: true } }])
  })

  it('that is not the application’s, too large, or of a room one is not in is dropped', async () => {
    const { core, ann, bob } = await running()
    const cid = core.connect('cid')
    cid.tell('present', 'R:1', { typing: true })
    for (const value of [undefined, null, 1, { typing: 'yes' }, { typing: true, more: 'x'.repeat(5000) }]) {
      ann.tell('present', 'R:1', value)
    }
    for (const args of [[], ['R:1'], ['R:9', { typing: true }], [7, {}], ['R:1', { typing: true }, 3]]) {
      ann.tell('present', ...args)
    }
    await core.clock.pass(200)
    // An unknown key is not part of what the schema lets through, however large.
    expect(seen(bob)).to.deep.equal([{ ann: { typing: true } }])
    expect(core.reports).to.deep.equal([])
  })
})
