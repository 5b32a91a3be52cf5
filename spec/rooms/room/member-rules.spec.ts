import { expect } from 'chai'
import { clockwork, commits, look, restart, running } from '../../support/clockwork.ts'
import { enter, startCore } from '../../support/core.ts'

describe('members.joined and members.left', () => {
  it('happen in the commit of the coming or going itself, which their context’s members show', async () => {
    const { core, bob } = await running()
    const { version, happened } = await look(core)
    expect(happened, 'nothing before the start').to.deep.equal([])
    const cid = core.connect('cid')
    await enter(core, cid)
    expect(await look(core)).to.deep.include({ version: version + 1, happened: ['joined cid of ann,bob,cid'] })
    await enter(core, core.connect('cid', 'cid/2'))
    await bob.leave('R:1')
    const after = await look(core)
    expect(after.version).to.equal(version + 2)
    expect(after.happened.slice(1)).to.deep.equal(['left bob of ann,cid'])
    expect(commits(core).slice(-2)).to.deep.equal(['join', 'leave'])
  })

  it('also when a grace is over, in this life of the server or the next', async () => {
    const { core, ann, bob } = await running()
    await enter(core, core.connect('cid'))
    bob.disconnect()
    await core.clock.pass(15_000)
    expect((await look(core)).happened.slice(1)).to.deep.equal(['left bob of ann,cid'])
    ann.disconnect()
    await core.registry.stop()
    const after = await restart(core)
    await core.clock.pass(15_100)
    expect((await look(after)).happened.slice(2)).to.have.members(['left ann of cid', 'left cid of '])
  })

  it('[P5] what throws changes nothing, but the coming and going stand, and it is reported by name', async () => {
    const { core } = await running()
    const before = await look(core)
    const faulty = core.connect('faulty')
    expect(await enter(core, faulty)).to.include({ ok: true })
    expect(await look(core)).to.deep.include({ happened: before.happened, version: before.version + 1 })
    expect((await look(core)).room.members.map(({ id }) => id)).to.deep.equal(['ann', 'bob', 'faulty'])
    await faulty.leave('R:1')
    expect((await look(core)).room.members.map(({ id }) => id)).to.deep.equal(['ann', 'bob'])
    expect(core.contexts.map(({ application, rule, room }) => [application, rule, room])).to.deep.equal([
      ['clockwork', 'joined', 'R:1'],
      ['clockwork', 'left', 'R:1'],
    ])
  })

  it('nobody waits for what they return, but a promise is a mistake', async () => {
    const returns = (value: () => unknown) => ({ ...clockwork, members: { joined: () => value() as undefined } })
    for (const [value, reported] of [
      [() => 3, 0],
      [() => new Map(), 0],
      [() => Promise.reject(new Error('later')), 1],
    ] as const) {
      const { core } = await running(returns(value))
      await enter(core, core.connect('cid'))
      expect(core.reports).to.have.length(reported)
    }
  })

  it('[P3] one whose commit is lost has not happened', async () => {
    const { core } = await running()
    core.log.failNext = 'before'
    expect(await enter(core, core.connect('cid'))).to.nested.include({ 'error.code': 'NOT_STORED' })
    await core.clock.pass(100)
    expect((await look(core)).happened).to.deep.equal([])
  })

  it('not while the room waits for its start, nor after its end', async () => {
    const core = startCore(clockwork)
    const ann = core.connect('ann')
    await enter(core, ann)
    await ann.leave('R:1')
    await enter(core, ann)
    const bob = core.connect('bob')
    await enter(core, bob)
    await core.clock.pass(100)
    expect((await look(core)).happened).to.deep.equal([])
    await ann.act('R:1', 'end', {})
    await enter(core, core.connect('cid'))
    await bob.leave('R:1')
    const { happened, room } = await look(core)
    expect(happened).to.deep.equal(['end'])
    expect(room.members.map(({ id }) => id)).to.deep.equal(['ann'])
  })
})
