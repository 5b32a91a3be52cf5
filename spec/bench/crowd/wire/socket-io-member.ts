import type { Arrival, RawMember } from './raw-member.ts'
import { RawSocket } from './raw-socket.ts'

/** Connects to bare Socket.IO, in a room where one is named; resolves once the server has said so. */
export async function arriveAtSocketIo({ port, room, heard }: Arrival): Promise<RawMember> {
  let arrived: () => void = () => undefined
  const answered = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const socket = await RawSocket.open(port, (packet) => (packet.startsWith('0') ? arrived() : heard(packet)))
  socket.send(`0${JSON.stringify({ room })}`)
  await answered
  return { say: (line) => socket.send(`2${JSON.stringify(['say', line])}`) }
}
