import type { chat } from '../../../server/applications/chat.ts'
import type { Application } from '../../../server/contract/application.ts'
import { signInAnswer } from '../../../server/protocol/http-messages.ts'
import { until } from '../../../server/testing/bots.ts'
import type { Lobby, Room } from '../../../web/client/client-api.ts'
import { connect } from '../../../web/client/connect.ts'
import { demoSession } from './demo-session.ts'

/** What is to be closed after the spec. */
const guests: { close(): void }[] = []

/** Somebody in a chat room without a page, who looks at no list: whoever is only there to be seen and heard costs no browser. */
export class Guest {
  readonly #lobby: Lobby<typeof chat>
  readonly room: Room<typeof chat>

  private constructor(lobby: Lobby<typeof chat>, room: Room<typeof chat>) {
    this.#lobby = lobby
    this.room = room
  }

  /** Enters a room as a demo user. @throws SocDrawError as `enter` */
  static async enter(url: string, roomId: string, user: string): Promise<Guest> {
    const { token } = signInAnswer.parse(JSON.parse(await demoSession(url, user)))
    const lobby = await connect<typeof chat>(url, 'chat', { token, list: false, socket: { forceNew: true } })
    const guest = new Guest(lobby, await lobby.enter(roomId))
    guests.push(guest)
    return guest
  }

  /** Says something, and resolves when it is said. */
  async say(text: string): Promise<void> {
    await until(this.room, ({ status }) => status === 'running')
    await this.room.act.say({ text })
  }

  /** Is shown as typing, until they stop or send, or have not said so for a while. */
  type(typing = true): void {
    this.room.present({ typing })
  }

  /** What members have said, so far. */
  get heard(): string[] {
    return (this.room.state?.messages ?? []).filter(({ sender }) => sender !== null).map(({ text }) => text)
  }

  /** Resolves when a member has said this. */
  async hears(text: string): Promise<void> {
    await until(this.room, () => this.heard.includes(text))
  }

  async leave(): Promise<void> {
    await this.room.leave()
  }

  close(): void {
    this.#lobby.close()
  }
}

/** Takes a seat in a room of any application as a demo user without a page, and is only there. */
export async function takeSeat(
  url: string,
  application: string,
  roomId: string,
  user: string,
): Promise<Room<Application>> {
  const { token } = signInAnswer.parse(JSON.parse(await demoSession(url, user)))
  const lobby = await connect<Application>(url, application, { token, list: false, socket: { forceNew: true } })
  guests.push(lobby)
  return lobby.enter(roomId)
}

/** To be called after each spec. */
export function closeGuests(): void {
  for (const guest of guests.splice(0)) guest.close()
}
