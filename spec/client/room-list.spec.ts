import { expect } from 'chai'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { RoomList } from '../../web/client/room-list.ts'

const room: RoomListing = { id: 'R:1', name: 'Room 1', position: 1, status: 'running', members: 1, min: 1, max: 2 }

describe('RoomList', () => {
  it('[P10] has a room that is out of the archive by an answer that was on its way as its user left it there', () => {
    const open = new Set(['R:1'])
    const list = new RoomList((id) => open.has(id))
    list.begin({ rooms: [room], next: null }, list.ask())
    list.tell({ ...room, archived: true })
    const asked = list.ask()
    open.clear()
    list.left('R:1')
    expect(list.rooms).to.deep.equal([])
    list.begin({ rooms: [room], next: null }, asked)
    expect(list.rooms).to.deep.equal([room])
  })
})
