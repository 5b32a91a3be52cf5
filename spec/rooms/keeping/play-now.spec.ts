import { expect } from 'chai'
import { enter } from '../../support/core.ts'
import { application, codeOf, startKeptCore, user } from './support/kept-core.ts'

const [olga, eve, bob] = [user('olga'), user('eve'), user('bob')] as const
const newRoom = (more: object = {}) => ({
  application: application.name,
  name: 'Our room',
  players: { min: 3 },
  ...more,
})

describe('playing now', () => {
  it('leads to the fullest room that waits and that one may enter, and makes one where there is none', async () => {
    const core = startKeptCore()
    const { keeper, playNow, connect } = core
    const made = (await playNow.play(eve, application.name)).record
    expect(made).to.include({ owner: 'eve', name: 'eve’s room', application: application.name })
    await keeper.delete(eve, made.id)
    await keeper.make(olga, newRoom())
    const fuller = (await keeper.make(olga, newRoom())).record.id
    const hidden = (await keeper.make(olga, newRoom({ private: true }))).record.id
    await enter(core, connect('olga'), fuller)
    await enter(core, connect('olga', 'olga/2'), hidden)
    expect((await playNow.play(eve, application.name)).record.id).to.equal(fuller)
    expect(await codeOf(playNow.play(eve, 'none'))).to.equal('INVALID_MESSAGE')
    await keeper.ban(olga, fuller, 'bob', { until: null, reason: '' })
    expect((await playNow.play(bob, application.name)).record.id).not.to.equal(fuller)
    expect(await codeOf(playNow.play(user('guest'), application.name)), 'who may make none').to.equal(undefined)
  })

  it('leads two who press at once to one room, and no more to it than it has seats for', async () => {
    const { playNow } = startKeptCore([], { rules: { ...application, players: { min: 2, max: 2 } } })
    const sent = await Promise.all(['a', 'b', 'c'].map((id) => playNow.play(user(id), application.name)))
    const [a, b, c] = sent.map(({ record }) => record.id)
    expect(b).to.equal(a)
    expect(c).not.to.equal(a)
    expect((await playNow.play(user('a'), application.name)).record.id, 'one’s own seat is kept for oneself').to.equal(
      a,
    )
  })

  it('counts whoever has come once, and keeps no seat for ever for whoever does not come', async () => {
    const core = startKeptCore([], { rules: { ...application, players: { min: 3, max: 3 } } })
    const { playNow, connect, clock } = core
    const first = (await playNow.play(eve, application.name)).record.id
    await enter(core, connect('eve'), first)
    expect((await playNow.play(olga, application.name)).record.id).to.equal(first)
    expect((await playNow.play(bob, application.name)).record.id, 'the third seat').to.equal(first)
    const other = (await playNow.play(user('late'), application.name)).record.id
    expect(other).not.to.equal(first)
    await clock.pass(10_001)
    expect((await playNow.play(user('later'), application.name)).record.id, 'two have not come').to.equal(first)
  })
})
