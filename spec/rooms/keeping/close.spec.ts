import { expect } from 'chai'
import { enter } from '../../support/core.ts'
import { application, codeOf, startKeptCore, user, withTime } from './support/kept-core.ts'

const [olga, root] = [user('olga'), user('root', 'administrator')] as const

describe('a room that is closed by an administrator', () => {
  async function running() {
    const core = startKeptCore()
    const { id } = (await core.keeper.make(olga, { application: application.name, name: 'Ours' })).record
    const inside = core.connect('eve')
    await enter(core, inside, id)
    const close = (revision?: number) => withTime(core.clock, core.keeper.close(root, id, revision))
    const act = () => inside.ask('act', id, { client: inside.client, seq: 1, name: 'add', payload: { by: 1 } })
    return { ...core, id, inside, close, act }
  }

  it('is over for whoever is in it, for good; what is there can still be seen, by whoever comes too', async () => {
    const core = await running()
    expect((await core.close()).standing.status).to.equal('closed')
    expect(await core.act()).to.have.nested.property('error.code', 'ROOM_CLOSED')
    const late = await enter(core, core.connect('bob'), core.id)
    expect(late.snapshot.state).to.deep.include({ total: 0 })
  })

  it('is noted once, with who did it, and only as it was seen where that is said', async () => {
    const { close, audit, id, keeper } = await running()
    const { revision = 0 } = (await keeper.find(root, id)).record
    expect(await codeOf(close(revision + 1))).to.equal('CHANGED_MEANWHILE')
    const closed = await close(revision)
    expect(closed.record.revision).to.equal(revision + 1)
    expect((await close()).record.revision, 'closed before').to.equal(revision + 1)
    const noted = await audit.entries({ what: 'room.close', limit: 9 })
    expect(noted.map(({ by, room }) => [by, room])).to.deep.equal([['root', id]])
  })

  it('is none that was put away: that stays as it is', async () => {
    const { close, keeper, id } = await running()
    await keeper.archive(olga, id)
    expect(await codeOf(close())).to.equal('ROOM_ARCHIVED')
    expect((await keeper.find(root, id)).standing.status).to.equal('running')
  })
})
