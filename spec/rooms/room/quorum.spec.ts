import { expect } from 'chai'
import type { QuorumLoss } from '../../../server/contract/rule-handlers.ts'
import { clockwork, commits, look, restart, running } from '../../support/clockwork.ts'
import { enter } from '../../support/core.ts'

const FOUND: readonly { quorumLoss: QuorumLoss; status: string; answer: string | undefined; back: string }[] = [
  { quorumLoss: 'pause', status: 'paused', answer: 'ROOM_PAUSED', back: 'running' },
  { quorumLoss: 'continue', status: 'running', answer: undefined, back: 'running' },
  { quorumLoss: 'end', status: 'closed', answer: 'ROOM_CLOSED', back: 'closed' },
]

describe('[P13] quorumLoss', () => {
  for (const { quorumLoss, status, answer, back } of FOUND) {
    it(`${quorumLoss}: a room with too few seats is ${status}, by a leave, a grace or a restart`, async () => {
      const application = { ...clockwork, quorumLoss }
      for (const how of ['leave', 'grace', 'restart']) {
        const { core, ann, bob } = await running(application)
        let tab = ann
        let now = core
        await ann.act('R:1', 'set', { name: 'bell', in: 60_000 })
        bob.disconnect()
        expect((await look(core)).room.status, 'a kept seat counts').to.equal('running')
        if (how === 'leave') await core.connect('bob', 'bob/2').leave('R:1')
        if (how === 'restart') {
          ann.disconnect()
          await core.registry.stop()
          now = await restart(core, application)
          tab = now.connect('ann', 'ann/2')
          await enter(now, tab)
        }
        if (how !== 'leave') await core.clock.pass(15_100)
        const { room, happened } = await look(now)
        expect([room.status, room.members.map(({ id }) => id)], how).to.deep.equal([status, ['ann']])
        expect(happened.at(-1)).to.equal('left bob of ann')
        const answered = await tab.act('R:1', 'note', { text: 'alone' })
        expect(answered.ok ? undefined : answered.error.code, how).to.equal(answer)
        await core.clock.pass(60_000)
        const rang = commits(now).includes('alarm bell')
        expect(rang, `${how}: alarms go on where the room does`).to.equal(status === 'running')
        await enter(now, now.connect('bob', 'bob/3'))
        expect((await look(now)).room.status).to.equal(back)
        await now.registry.stop()
      }
    })
  }

  it('a room that goes on keeps its state when everybody has gone, and starts only once', async () => {
    const { core, ann, bob } = await running({ ...clockwork, quorumLoss: 'continue' })
    await ann.act('R:1', 'note', { text: 'kept' })
    await ann.leave('R:1')
    await bob.leave('R:1')
    await core.clock.pass(120_000)
    expect(core.registry.size).to.equal(0)
    await enter(core, core.connect('cid'))
    expect((await look(core)).happened).to.include('kept')
    expect(commits(core).filter((kind) => kind === 'start')).to.have.length(1)
    await core.registry.stop()
  })
})
