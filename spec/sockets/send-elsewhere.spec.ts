import { expect } from 'chai'
import type { LobbyNamespace } from '../../server/sockets/lobby-socket.ts'
import { sendElsewhere } from '../../server/sockets/send-elsewhere.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'

/** A lobby with so many connections, whose clients stay though they are told to go. */
function lobbyOf(connections: number) {
  let told = 0
  const socket = () => ({ conn: {}, connected: true, emit: () => void told++ })
  const sockets = new Map(Array.from({ length: connections }, (_, id) => [`${id}`, socket()]))
  return { namespace: { sockets } as unknown as LobbyNamespace, told: () => told }
}

describe('sending clients elsewhere', () => {
  it('[P15] takes its time and no longer, also by a clock that is set back meanwhile', async () => {
    for (const connections of [100, 1000]) {
      const clock = new FakeClock()
      const { namespace, told } = lobbyOf(connections)
      const start = clock.now()
      let back = 0
      const stepping = { now: () => clock.now() - back, setTimer: clock.setTimer.bind(clock) }
      let over = false
      const sent = sendElsewhere([namespace], stepping).then(() => {
        over = true
      })
      await clock.pass(100)
      expect(told()).to.be.within(1, connections - 1)
      back = 2 * 60_000
      for (let waited = 0; waited < 3000 && !over; waited += 10) await clock.pass(10)
      expect(over).to.equal(true)
      expect(told()).to.equal(connections)
      expect(clock.now() - start).to.be.within(1000, 2500)
      await sent
    }
  })
})
