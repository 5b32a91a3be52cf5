import { expect } from 'chai'
import { PurgeSweep } from '../../../server/rooms/keeping/purge-sweep.ts'
import { enter, settled } from '../../support/core.ts'
import { application, codeOf, startKeptCore, user } from './support/kept-core.ts'

const DAY = 24 * 60 * 60 * 1000
const olga = user('olga')

describe('a room that was deleted', () => {
  it('can be recovered for seven days, and then is gone with its log; what is not deleted stays', async () => {
    const core = startKeptCore()
    const { keeper, clock, catalogue, registry, log } = core
    const sweep = new PurgeSweep({ clock, catalogue, registry, report: (error) => void core.reports.push(error) })
    const room = { application: application.name, name: 'Ours' }
    const [gone, stays] = [await keeper.make(olga, room), await keeper.make(olga, room)]
    for (const { record } of [gone, stays]) {
      const tab = core.connect('eve', `eve/${record.id}`)
      await enter(core, tab, record.id)
      await tab.leave(record.id)
      tab.disconnect()
    }
    await clock.pass(120_000)
    await keeper.delete(olga, gone.record.id)
    sweep.begin()
    await clock.pass(0)
    clock.advance(7 * DAY)
    await settled()
    expect((await keeper.find(olga, gone.record.id)).record.deletedAt, 'to the very day').to.be.a('number')
    clock.advance(60 * 60 * 1000 + 1)
    await settled()
    expect(await codeOf(keeper.find(olga, gone.record.id))).to.equal('ROOM_NOT_FOUND')
    expect(await codeOf(keeper.recover(olga, gone.record.id))).to.equal('ROOM_NOT_FOUND')
    expect((await log.open(gone.record.id, { epoch: 'e', rules: 1 })).version).to.equal(0)
    expect((await keeper.find(olga, stays.record.id)).standing.status).to.equal('paused')
    await sweep.stop()
    expect(core.reports).to.deep.equal([])
  })

  it('goes a part at a time; a store that fails is asked again', async () => {
    const core = startKeptCore()
    const { keeper, clock, catalogue, registry } = core
    const { record } = await keeper.make(olga, { application: application.name, name: 'Ours' })
    await keeper.delete(olga, record.id)
    let calls = 0
    const failing = {
      deleted: catalogue.deleted.bind(catalogue),
      purge: async (id: string) => {
        if (++calls === 1) throw new Error('the disk is full')
        return calls < 4 ? true : catalogue.purge(id)
      },
    }
    const sweep = new PurgeSweep({
      clock,
      catalogue: failing,
      registry,
      report: (error) => void core.reports.push(error),
    })
    clock.advance(8 * DAY)
    sweep.begin()
    await settled()
    expect(core.reports).to.have.length(1)
    clock.advance(60 * 60 * 1000)
    await settled()
    expect(calls, 'again, and until nothing is left').to.equal(4)
    expect(await catalogue.find(record.id)).to.equal(undefined)
  })

  it('is not gone on with by a server that ends', async () => {
    const core = startKeptCore()
    const { keeper, clock, catalogue, registry } = core
    const { record } = await keeper.make(olga, { application: application.name, name: 'Ours' })
    await keeper.delete(olga, record.id)
    let pass = (_left: boolean): void => {}
    const deleted = catalogue.deleted.bind(catalogue)
    const purge = () => new Promise<boolean>((resolve) => void (pass = resolve))
    const sweep = new PurgeSweep({ clock, catalogue: { deleted, purge }, registry, report: () => {} })
    clock.advance(8 * DAY)
    sweep.begin()
    await settled()
    let ended = false
    const ending = sweep.stop().then(() => {
      ended = true
    })
    await settled()
    expect(ended, 'what is under way comes to its end').to.equal(false)
    pass(true)
    await ending
  })
})
