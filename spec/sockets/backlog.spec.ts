import { EventEmitter } from 'node:events'
import { mock } from 'node:test'
import { expect } from 'chai'
import { Backlog } from '../../server/sockets/backlog.ts'
import type { LobbySocket } from '../../server/sockets/lobby-socket.ts'

class Connection extends EventEmitter {
  writeBuffer: unknown[] = []
  closed = 0

  close(): void {
    this.closed++
    this.emit('close')
  }

  wait(packets: number): void {
    this.writeBuffer = Array.from({ length: packets })
  }
}

describe('what waits for a connection', () => {
  let backlog: Backlog
  let conn: Connection
  const isSlow = () => backlog.isSlow({ conn } as unknown as LobbySocket)

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] })
    backlog = new Backlog()
    conn = new Connection()
  })

  afterEach(() => mock.timers.reset())

  it('[P9] tells who has not taken more than 64 packets', () => {
    for (const [packets, slow] of [
      [0, false],
      [64, false],
      [65, true],
      [300, true],
      [3, false],
    ] as const) {
      conn.wait(packets)
      expect(isSlow(), `${packets}`).to.equal(slow)
    }
  })

  it('[P9] closes who takes none of more than 256 for ten seconds', () => {
    conn.wait(257)
    isSlow()
    mock.timers.tick(9000)
    isSlow()
    expect(conn.closed).to.equal(0)
    mock.timers.tick(1000)
    expect(conn.closed).to.equal(1)
    mock.timers.tick(60_000)
    expect(conn.closed).to.equal(1)
    expect(conn.listenerCount('drain')).to.equal(0)
  })

  it('[P9] spares who takes something meanwhile, and looks again when as much waits anew', () => {
    for (const closed of [0, 1]) {
      conn.wait(257)
      isSlow()
      mock.timers.tick(9000)
      if (!closed) conn.emit('drain')
      mock.timers.tick(20_000)
      expect(conn.closed).to.equal(closed)
    }
  })

  it('[P9] spares who lets fewer wait, for however long', () => {
    conn.wait(256)
    isSlow()
    mock.timers.tick(60_000)
    expect(conn.closed).to.equal(0)
  })
})
