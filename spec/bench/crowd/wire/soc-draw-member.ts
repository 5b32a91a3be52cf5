import { LOBBY } from '../lobby.ts'
import type { Arrival, Line, RawMember } from './raw-member.ts'
import { RawSocket } from './raw-socket.ts'

// Socket.IO's packets of the lobby's namespace.
const CONNECT = `0/${LOBBY},`
const EVENT = `2/${LOBBY},`
const ANSWER = `3/${LOBBY},`
const FRAME = `${EVENT}["frame"`
/** The number of what is asked before the client's actions, which are 1, 2, 3, … */
const BEFORE = 0

/** Connects to soc-draw's lobby, and enters a room where one is named; resolves once the server has answered. */
export async function arriveAtSocDraw({ port, user, room, looks, heard }: Arrival): Promise<RawMember> {
  let proceed: () => void = () => undefined
  const answered = (): Promise<void> =>
    new Promise((resolve) => {
      proceed = resolve
    })
  // The rooms know what another load has done under its names.
  const client = `${user}-${process.pid}`
  const socket = await RawSocket.open(port, (packet) => {
    if (packet.startsWith(FRAME)) heard(packet)
    else if (packet.startsWith(ANSWER)) {
      if (!packet.includes('"ok":true')) throw new Error(`refused: ${packet.slice(0, 300)}`)
      if (packet.startsWith(`${ANSWER}${BEFORE}[`)) proceed()
    } else if (packet.startsWith(CONNECT)) proceed()
    else if (!packet.startsWith(EVENT)) throw new Error(`not connected: ${packet.slice(0, 300)}`)
  })
  const ask = (number: number, ...request: readonly unknown[]): void =>
    socket.send(`${EVENT}${number}${JSON.stringify(request)}`)

  socket.send(`${CONNECT}${JSON.stringify({ token: user })}`)
  await answered()
  if (looks) {
    ask(BEFORE, 'rooms', { after: 0, look: true })
    await answered()
  }
  if (room !== undefined) {
    ask(BEFORE, 'enter', room, { client })
    await answered()
  }
  let seq = 0
  return {
    say(payload: Line) {
      seq++
      ask(seq, 'act', room, { client, seq, name: 'say', payload, confirmed: seq - 1 })
    },
  }
}
