import { expect } from 'chai'
import { enter } from '../../support/core.ts'
import { startDoorCore } from './support/door-core.ts'
import { application, codeOf, user } from './support/kept-core.ts'

const [olga, mo, eve, bob] = [user('olga'), user('mo'), user('eve'), user('bob')] as const
const DAY = 86_400_000

describe('knocks at private rooms', () => {
  async function start() {
    const core = startDoorCore()
    const { record } = await core.keeper.make(olga, { application: application.name, name: 'Hidden', private: true })
    const { id } = record
    const knock = async (by = eve, room = id) => {
      core.knocks.knock(by, room)
      await core.knocks.settled()
    }
    const knocking = async (by = olga) => (await core.knocks.list(by, id)).map(({ user }) => user.id)
    return { ...core, id, knock, knocking }
  }

  it('are told to those who see to the room and are connected, at once, and to nobody else', async () => {
    const { knock, knocking, connect, keeper, id } = await start()
    await keeper.setRole(olga, id, 'mo', 'moderator')
    await keeper.invite(olga, id, 'bob')
    const [owner, moderator, member, stranger] = ['olga', 'mo', 'bob', 'eve'].map((name) => connect(name))
    await knock()
    const told = [owner, moderator, member, stranger].map((tab) => tab?.sent('knocked').map(({ args }) => args[0]))
    expect(told).to.deep.equal([[id], [id], [], []])
    expect(await knocking(mo)).to.deep.equal(['eve'])
    expect(await codeOf(knocking(bob))).to.equal('FORBIDDEN')
    expect(await codeOf(knocking(eve))).to.equal('ROOM_NOT_FOUND')
    await knock()
    expect(owner?.sent('knocked'), 'once each').to.have.length(1)
  })

  it('[P10] are answered at once and alike, whether there is such a room or not', async () => {
    const { knocks, catalogue, id } = await start()
    const asked: string[] = []
    const find = catalogue.find.bind(catalogue)
    catalogue.find = (room) => {
      asked.push(room)
      return find(room)
    }
    for (const room of [id, 'nowhere']) expect(knocks.knock(eve, room)).to.equal(undefined)
    await knocks.settled()
    expect(asked, 'by the same look').to.deep.equal([id, 'nowhere'])
  })

  it('[P10] give the store the same to do, heard or not: at a room, again at it, at none, and of whoever is banned', async () => {
    const { knock, keeper, doors, id } = await start()
    await keeper.ban(olga, id, 'bob', { until: null, reason: '' })
    const done: string[] = []
    const [knocksOf, write] = [doors.knocksOf.bind(doors), doors.knock.bind(doors)]
    doors.knocksOf = (...asked) => {
      done.push('read')
      return knocksOf(...asked)
    }
    doors.knock = async (...asked) => {
      const isWritten = await write(...asked)
      done.push(isWritten ? 'written' : 'not written')
      return isWritten
    }
    for (const [by, room] of [
      [eve, id],
      [eve, id],
      [eve, 'nowhere'],
      [eve, 'nowhere'],
      [bob, id],
    ] as const) {
      done.length = 0
      await knock(by, room)
      expect(done, `${by.id} at ${room}`).to.deep.equal(['read', 'written'])
    }
  })

  it('are heard of nobody who may enter, or is banned, and at no room that is public, archived, deleted, or not there', async () => {
    const core = await start()
    const { knock, keeper, knocking, doors, id, reports } = core
    await keeper.ban(olga, id, 'bob', { until: null, reason: '' })
    await knock(bob)
    await knock(olga)
    expect(await knocking()).to.deep.equal([])
    const open = await keeper.make(olga, { application: application.name, name: 'Open' })
    await knock(eve, open.record.id)
    await knock(eve, 'nowhere')
    await keeper.archive(olga, id)
    await knock(eve)
    await keeper.delete(olga, id)
    await knock(eve)
    for (const room of [id, open.record.id, 'nowhere']) expect(await doors.knocksOf(room, 0)).to.deep.equal([])
    expect(reports).to.deep.equal([])
  })

  it('let their user in when they are admitted, in that step: they see the room, and enter', async () => {
    const core = await start()
    const { knock, knocks, knocking, connect, audit, clock, id } = core
    const [owner, tab] = [connect('olga'), connect('eve')]
    await tab.list()
    await knock()
    await knocks.answer(olga, id, 'eve', true)
    expect(await knocking()).to.deep.equal([])
    expect(owner.sent('knocked'), 'that it was answered, too').to.have.length(2)
    await clock.pass(300)
    expect(tab.told().map(({ name }) => name)).to.include('Hidden')
    expect((await enter(core, tab, id)).ok).to.equal(true)
    expect((await audit.entries({ limit: 1 }))[0]).to.deep.include({
      by: 'olga',
      what: 'room.answerKnocks',
      user: 'eve',
    })
  })

  it('end when they are declined, and can be made again', async () => {
    const { knock, knocks, knocking, keeper, audit, id } = await start()
    await knock()
    expect(await codeOf(knocks.answer(eve, id, 'eve', true))).to.equal('ROOM_NOT_FOUND')
    await knocks.answer(olga, id, 'eve', false)
    expect((await audit.entries({ limit: 1 }))[0]?.details).to.deep.equal({ admit: false })
    expect(await codeOf(knocks.answer(olga, id, 'eve', true))).to.equal('NOT_FOUND')
    expect(await codeOf(keeper.find(eve, id))).to.equal('ROOM_NOT_FOUND')
    await knock()
    expect(await knocking()).to.deep.equal(['eve'])
  })

  it('[P9] are fifty of a room, for a day', async () => {
    const { knock, knocks, knocking, clock, doors, id } = await start()
    for (let count = 0; count < 60; count++) await knock(user(`u${count}`))
    expect(await knocking()).to.have.length(50)
    await clock.pass(DAY + 1)
    expect(await knocking()).to.have.length(0)
    await knocks.sweep()
    expect(await doors.knocksOf(id, 0)).to.deep.equal([])
    await knock()
    expect(await knocking()).to.deep.equal(['eve'])
  })

  it('[P9] are refused while the store is behind, and reported where it fails', async () => {
    const { knocks, knock, catalogue, reports, id } = await start()
    let pass = (): void => {}
    const held = new Promise<void>((resolve) => {
      pass = resolve
    })
    catalogue.find = async () => {
      await held
      throw new Error('the disk is gone')
    }
    for (let count = 0; count < 200; count++) knocks.knock(eve, id)
    expect(() => knocks.knock(eve, 'nowhere'))
      .to.throw()
      .with.property('code', 'ROOM_BUSY')
    pass()
    await knocks.settled()
    expect(reports).to.have.length(200)
    await knock(mo)
    expect(reports).to.have.length(201)
  })
})
