import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { barriers } from './support/barriers.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page: who is put out of a room, and what becomes of the room', () => {
  let server: SocDrawServer
  let room: string

  beforeEach(async () => {
    server = await startPageServer({ rooms: [] })
    ;({ id: room } = await server.rooms.create({ application: 'chat', name: 'Club', players: { min: 1 } }))
  })

  afterEach(() => everybodyLeaves(server))

  const inside = async (): Promise<Visitor> => {
    const one = await Visitor.signedIn(`${server.url}/chat/${room}`, 'user:1')
    await one.say('hello')
    return one
  }
  const again = ({ page }: Visitor): Promise<void> => page.getByRole('button', { name: 'Try again' }).click()

  it('[P10] tells the removed that they may come again, and the banned that they may not', async () => {
    const one = await inside()
    await server.rooms.remove(room, 'user:1')
    await one.sees('You are no longer in Club')
    await again(one)
    await one.message('hello').waitFor()
    await server.rooms.ban(room, 'user:1', { reason: 'You shout.' })
    await one.sees('Club is no longer open to you')
    await one.roomLink('Club').waitFor({ state: 'detached' })
    expect(await barriers(one)).to.deep.equal([])
    await server.rooms.lift(room, 'user:1')
    await one.roomLink('Club').waitFor()
    await again(one)
    await one.message('hello').waitFor()
  })

  it('[P10] says of a room that it is archived while one is in it, goes on when it is restored, and says that it is gone', async () => {
    const one = await inside()
    await server.rooms.archive(room)
    await one.sees('This room is archived.')
    await one.message('hello').waitFor()
    await server.rooms.restore(room)
    await one.say('again')
    await server.rooms.delete(room)
    await one.sees('It was closed to you, or deleted.')
    await server.rooms.recover(room)
  })
})
