import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { Server } from 'socket.io'
import { Overload } from '../../../../server/sockets/overload.ts'
import { refuseNewcomers } from '../../../../server/sockets/refuse-newcomers.ts'
import { ComeLater, insist } from './come-later.ts'
import { RawSocket } from './raw-socket.ts'

describe('a crowd that arrives at an overloaded server', () => {
  const http = createServer()
  const io = new Server(http)
  after(() => io.close())

  it('is told when to come again', async () => {
    const overload = new Overload({ maxLag: 200, random: () => 0.25, changed: () => undefined })
    for (let at = 0; at <= 2000; at += 200) overload.turn(at, 300)
    refuseNewcomers(io.engine, { overload, stopping: () => false })
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port } = http.address() as AddressInfo
    const refusal = await RawSocket.open(port, () => undefined).catch((error: unknown) => error)
    expect(refusal).to.be.instanceOf(ComeLater).with.property('after', 2000)
  })

  it('comes again as often as it is told to, counts that, and gives up in the end', async () => {
    let refusals = 0
    const arriveAfter = (told: number) => {
      let left = told
      return insist(
        async () => {
          if (left-- > 0) throw new ComeLater(1)
          return 'there'
        },
        () => refusals++,
      )
    }
    expect([await arriveAfter(0), refusals]).to.eql(['there', 0])
    expect([await arriveAfter(3), refusals]).to.eql(['there', 3])
    expect(await arriveAfter(100).catch((error: unknown) => error)).to.be.instanceOf(ComeLater)
  })

  it('takes no other failure for a refusal', async () => {
    let refusals = 0
    const failing = insist(
      async () => {
        throw new Error('connection reset')
      },
      () => refusals++,
    )
    expect(await failing.catch(({ message }) => message)).to.equal('connection reset')
    expect(refusals).to.equal(0)
  })
})
