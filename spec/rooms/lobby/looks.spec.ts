import type { Looker } from './support/looker.ts'
import { WatchedLobby } from './support/watched-lobby.ts'

/** What the property beside this would come upon too seldom. The third room of each three is not everybody's. */
describe('what is told of a lobby’s list', () => {
  let lobby: WatchedLobby
  let ann: Looker

  beforeEach(() => {
    lobby = new WatchedLobby()
    ann = lobby.connect('ann')
  })
  afterEach(async () => {
    await lobby.rest()
    await lobby.stop()
  })

  it('[P10] is a room that one looks at and may enter by now, though one looked at nothing else', async () => {
    ann.look({ rooms: [3] })
    await lobby.pass(0)
    lobby.change('ann', 3, { room: 'R:3' })
  })

  it('[P10] is what changes of a room that became one’s own while one’s look at it was under way', async () => {
    lobby.move(0, 3)
    ann.look({ rooms: [64] })
    await lobby.pass(1000)
    lobby.slow.hold('lists')
    ann.look({ rooms: [3] })
    await lobby.pass(0)
    lobby.change('ann', 3, { room: 'R:3' })
    await lobby.pass(0)
    lobby.move(1, 3)
    await lobby.pass(1000)
  })

  it('[P10] is that a room is gone which one was told of, and never asked for', async () => {
    lobby.change('ann', 3, { room: 'R:3' })
    ann.look({ rooms: [1] })
    await lobby.pass(0)
    lobby.move(0, 3)
    await lobby.pass(1000)
    lobby.change('ann', 3, { room: 'R:3' })
  })

  it('is never a preview with members of before', async () => {
    for (const position of [1, 64]) lobby.move(0, position)
    await lobby.pass(3000)
    ann.look({ rooms: [1, 64] })
    lobby.count(0, 1)
    await lobby.pass(500)
    lobby.count(0, 64)
    await lobby.pass(50)
    lobby.move(1, 64)
  })
})
