import { expect } from 'chai'
import { io } from 'socket.io-client'
import type { EnterAnswer, Frame } from '../../server/protocol/events.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import { counter } from '../support/counter.ts'

describe('a slow consumer', () => {
  it('[P9] fills no buffer: it is left out, sees a gap, and catches up by one answer', async function () {
    this.timeout(30_000)
    const server = await startTestServer(counter, { limits: { rate: 100_000, burst: 100_000 } })
    const bots = new Bots<typeof counter>(server, counter.name)
    const [ann, bob] = await bots.enter('R:1', 'ann', 'bob')
    await until(ann!, ({ status }) => status === 'running')

    const slow = io(`${server.url}/${counter.name}`, {
      auth: { token: tokenOf('slow') },
      transports: ['websocket'],
      forceNew: true,
    })
    const frames: Frame[] = []
    slow.on('frame', (_roomId: string, frame: Frame) => frames.push(frame))
    const entered: EnterAnswer = await slow.emitWithAck('enter', 'R:1', { client: 'slow' })
    await until(ann!, ({ members }) => members.length === 3)
    const [socket] = [...server.io.of(`/${counter.name}`).sockets.values()].filter(
      ({ data }) => data.user.id === 'slow',
    )

    // What arrives is not read any more: the machine's own buffers fill, then the server's.
    const tcp = (slow.io.engine.transport as unknown as { ws: { _socket: import('node:net').Socket } }).ws._socket
    tcp.pause()
    const text = 'x'.repeat(60_000)
    for (let n = 0; n < 2000 && socket?.rooms.has('R:1'); n++) await ann!.act.set({ text: `${n}${text}` })
    expect(socket?.rooms.has('R:1')).to.equal(false)
    const { writeBuffer: waiting } = socket!.conn as unknown as { readonly writeBuffer: readonly unknown[] }
    expect(waiting.length, 'packets that wait').to.be.within(65, 75)
    await until(bob!, ({ version }) => version === ann!.version)

    tcp.resume()
    const gap = new Promise<Frame>((resolve) => {
      let { version } = entered
      const look = (frame: Frame): void => {
        if (frame.to <= version) return
        if (frame.from === version) version = frame.to
        else resolve(frame)
      }
      for (const frame of frames) look(frame)
      slow.on('frame', (_roomId: string, frame: Frame) => look(frame))
    })
    // Frames go on once the buffer is empty: somebody has to move the room for it to be seen.
    const moving = (async () => {
      for (let seen = false; !seen; ) {
        await ann!.act.add({ by: 1 })
        seen = await Promise.race([gap.then(() => true), new Promise<boolean>((go) => setImmediate(() => go(false)))])
      }
    })()
    await gap
    await moving
    const again: EnterAnswer = await slow.emitWithAck('enter', 'R:1', {
      client: 'slow',
      version: entered.version,
      epoch: entered.epoch,
    })
    expect(again.version).to.be.at.least(ann!.version)
    slow.close()
    bots.close()
    await server.stop()
  })
})
