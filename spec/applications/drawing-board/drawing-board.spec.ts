import { expect } from 'chai'
import { strokeCount } from '../../../server/applications/drawing/drawing.ts'
import { thumbnailCells } from '../../../server/applications/drawing/thumbnail-text.ts'
import { drawingBoard } from '../../../server/applications/drawing-board.ts'
import type { SocDrawServer } from '../../../server/host/server.ts'
import { Bots, until } from '../../../server/testing/bots.ts'
import { startTestServer } from '../../../server/testing/start-test-server.ts'
import { rejection } from '../../support/rejection.ts'

const USERS = ['ann', 'bob', 'eve']
const look = { colour: 1, width: 2 }

describe('the drawing board', () => {
  let server: SocDrawServer
  let bots: Bots<typeof drawingBoard>

  beforeEach(async () => {
    server = await startTestServer(drawingBoard)
    bots = new Bots(server, drawingBoard.name)
  })

  afterEach(async () => {
    bots.close()
    await server.stop()
  })

  it('[P2] [P8] shows everybody the same after a session of several, with strokes erased and undone', async () => {
    const rooms = await bots.enter('R:1', ...USERS)
    await Promise.all(
      rooms.map(async ({ act }, bot) => {
        for (let line = 0; line < 12; line += 1) {
          const id = `${'abc'.charAt(bot)}${String(line).padStart(5, '0')}`
          await act.begin({ id, ...look, at: [line, bot] })
          const more = Array.from({ length: 5 }, () => act.extend({ id, points: [1, 2, 3, 4] }))
          await Promise.allSettled(more)
          if (line % 4 === 1) await act.undo({})
          if (line % 8 === 1) await act.redo({})
          // The neighbour's line, which may not be there yet, or not any more.
          if (line % 5 === 4) await act.erase({ ids: [`${'abc'.charAt((bot + 1) % 3)}${id.slice(1)}`] })
        }
      }),
    )
    const last = Math.max(...rooms.map(({ version }) => version))
    await Promise.all(rooms.map((room) => until(room, ({ version }) => version >= last)))
    const [first] = rooms
    for (const room of rooms) expect(room.state).to.deep.equal(first?.state)
    expect(strokeCount(first?.state ?? { tally: {} })).to.be.within(24, 33)
  })

  it('may be cleared by whoever has been there longest, and after them by the next', async () => {
    const [ann] = await bots.enter('R:1', 'ann')
    const [bob] = await bots.enter('R:1', 'bob')
    await bob?.act.begin({ id: 'aaaaaa', ...look, at: [0, 0] })
    expect(await rejection(Promise.resolve(bob?.act.clear({})))).to.include({ code: 'NOT_YOUR_BOARD' })
    await ann?.leave()
    await bob?.act.clear({})
    expect(strokeCount(bob?.state ?? { tally: { none: 1 } })).to.equal(0)
  })

  it('tells the lobby how much is drawn, by how many, and what it looks like', async () => {
    const lobby = await bots.connect('eve')
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    await ann?.act.begin({ id: 'aaaaaa', ...look, at: [0, 0] })
    const shows = (words: string) =>
      until(lobby, ({ rooms }) => rooms[0]?.preview?.startsWith(`${words}\n`) ?? false, `it shows ${words}`)
    await shows('1 stroke by 1 person')
    await ann?.act.begin({ id: 'aaaaab', ...look, at: [0, 0] })
    await bob?.act.begin({ id: 'aaaaac', ...look, at: [0, 0] })
    await shows('3 strokes by 2 people')
    expect(thumbnailCells(lobby.rooms[0]?.preview?.split('\n')[1] ?? '')).to.include(look.colour + 1)
  })
})
