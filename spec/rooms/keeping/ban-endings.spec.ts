import { expect } from 'chai'
import { enter, settled, type Tab } from '../../support/core.ts'
import { application, startKeptCore, user, withTime } from './support/kept-core.ts'

const olga = user('olga')
const DAY = 24 * 60 * 60 * 1000
const gone = (tab: Tab) => tab.sent('gone').map(({ args }) => args[0])
const names = (tab: Tab) => tab.told().map(({ name }) => name)

/** A public room of Olga's. */
async function kept() {
  const core = startKeptCore()
  const { record } = await core.keeper.make(olga, { application: application.name, name: 'Ours' })
  const ban = (id: string, ms: number) =>
    withTime(core.clock, core.keeper.ban(olga, record.id, id, { until: core.clock.now() + ms, reason: '' }))
  const looking = async (id: string, tab = core.connect(id)): Promise<Tab> => {
    await tab.list()
    return tab
  }
  return { core, id: record.id, ban, looking }
}

describe('a ban that ends by its time', () => {
  it('[P10] shows the room in the list that is looked at, in that moment, to whom it kept out and to nobody else', async () => {
    const { core, id, ban, looking } = await kept()
    const [eve, second, bob] = [
      await looking('eve'),
      await looking('eve', core.connect('eve', 'eve/2')),
      await looking('bob'),
    ]
    await ban('eve', 5000)
    await core.clock.pass(4500)
    expect([gone(eve), names(eve)], 'while it lasts').to.deep.equal([[id], []])
    const heard = bob.sent().length
    await core.clock.pass(1000)
    for (const tab of [eve, second]) expect(names(tab)).to.deep.equal(['Ours'])
    expect(bob.sent().length).to.equal(heard)
    expect(await enter(core, eve, id)).to.include({ ok: true })
    await core.keeper.edit(olga, id, { name: 'Renamed' })
    await core.clock.pass(1000)
    expect(names(second).at(-1), 'and it is told of as ever').to.equal('Renamed')
  })

  it('[P10] also to who has come meanwhile, after a restart, and each at their own time', async () => {
    const { core, ban } = await kept()
    await ban('eve', 2 * DAY)
    await ban('bob', DAY)
    const again = startKeptCore()
    again.catalogue.find = core.catalogue.find.bind(core.catalogue)
    again.catalogue.page = core.catalogue.page.bind(core.catalogue)
    again.catalogue.at = core.catalogue.at.bind(core.catalogue)
    again.clock.advance(core.clock.now() - again.clock.now())
    const [eve, bob] = [again.connect('eve'), again.connect('bob')]
    for (const tab of [eve, bob]) expect((await tab.list()).rooms).to.deep.equal([])
    await again.clock.pass(DAY)
    expect([names(eve), names(bob)]).to.deep.equal([[], ['Ours']])
    await again.clock.pass(DAY)
    expect([names(eve), names(bob)]).to.deep.equal([['Ours'], ['Ours']])
  })

  it('is none that was made longer, lifted, or whose room was deleted meanwhile; and no timer is left', async () => {
    const { core, id, ban, looking } = await kept()
    const eve = await looking('eve')
    await ban('eve', 3000)
    await ban('eve', 9000)
    await core.clock.pass(6000)
    expect(names(eve)).to.deep.equal([])
    await withTime(core.clock, core.keeper.lift(olga, id, 'eve'))
    await core.clock.pass(10_000)
    const told = names(eve).length
    expect(told, 'at once').to.be.above(0)
    await ban('eve', 3000)
    await withTime(core.clock, core.keeper.delete(olga, id))
    await core.clock.pass(10_000)
    expect(names(eve).length).to.equal(told)
    await core.registry.stop()
    core.lobby.stop()
    await core.clock.pass(60_000)
    expect(core.clock.timers).to.equal(0)
  })

  it('[P10] is told when the store answers again, where it did not', async () => {
    const { core, id, ban, looking } = await kept()
    const eve = await looking('eve')
    await ban('eve', 2000)
    const find = core.catalogue.find.bind(core.catalogue)
    core.catalogue.find = () => Promise.reject(new Error('the disk is away'))
    await core.clock.pass(3000)
    await settled()
    expect([names(eve), core.reports.length, gone(eve)]).to.deep.equal([[], 1, [id]])
    core.catalogue.find = find
    await core.clock.pass(60_000)
    expect(names(eve)).to.deep.equal(['Ours'])
  })
})
