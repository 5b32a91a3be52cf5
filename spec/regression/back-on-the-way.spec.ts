import { expect } from 'chai'
import { application, startKeptCore, user } from '../rooms/keeping/support/kept-core.ts'
import { Looker } from '../rooms/lobby/support/looker.ts'
import { SlowCatalogue } from '../rooms/lobby/support/slow-catalogue.ts'
import { settled } from '../support/core.ts'

const olga = user('olga')

describe('a room that is gone and back while a list with it is on its way', () => {
  for (const [how, go, back] of [
    ['archived and restored', 'archive', 'restore'],
    ['deleted and recovered', 'delete', 'recover'],
    ['made private and public', true, false],
  ] as const) {
    it(`is in that list: ${how}`, async () => {
      const core = startKeptCore()
      const { keeper, connect, wire, clock, catalogue } = core
      const slow = new SlowCatalogue(catalogue)
      const { id } = (await keeper.make(olga, { application: application.name, name: 'Ours' })).record
      const change = (what: typeof go | typeof back) =>
        typeof what === 'boolean' ? keeper.edit(olga, id, { private: what }) : keeper[what](olga, id)
      const tab = connect('eve')
      const looker = new Looker('eve', () => true)
      wire.heard = (_, message) => looker.hear(message)
      looker.begin(tab)
      slow.hold('lists')
      looker.listRooms()
      await settled()
      await change(go)
      await change(back)
      slow.release()
      await settled()
      await clock.pass(3000)
      expect([...looker.list.keys()]).to.deep.equal([id])
    })
  }
})
