import type { Manager, Socket } from 'socket.io-client'
import { Redial, type RedialPorts } from './redial.ts'
import { refusalOf } from './refusal-of.ts'

export type DiallerPorts = Pick<RedialPorts, 'clock' | 'wakefulness' | 'random'>

const diallers = new WeakMap<Manager, Dialler>()

/** The one that dials for a Socket.IO manager, which the lobbies of a server share. */
export function diallerOf(manager: Manager, ports: DiallerPorts): Dialler {
  const known = diallers.get(manager)
  if (known) return known
  const dialler = new Dialler(manager, ports)
  diallers.set(manager, dialler)
  return dialler
}

/**
 * Keeps the connection of a manager, in Socket.IO's place: it knows of no sleep, heeds no word of the server's, and brings
 * many back at the same time. The options for its delays and attempts hold here.
 */
export class Dialler {
  readonly #manager: Manager
  readonly #ports: DiallerPorts
  readonly #redial: Redial
  /** Those that connect at the next attempt. */
  readonly #held = new Set<Socket>()
  readonly #followers = new Set<() => void>()
  #stopWaking: (() => void) | undefined
  #moving = false

  constructor(manager: Manager, ports: DiallerPorts) {
    this.#manager = manager
    this.#ports = ports
    manager.reconnection(false)
    const delays = { first: manager.reconnectionDelay(), most: manager.reconnectionDelayMax() }
    this.#redial = new Redial({ ...ports, ...delays, dial: () => this.#dial() })
    manager.on('open', () => {
      this.#redial.cancel()
      this.#redial.reset()
    })
    manager.on('close', () => {
      const moving = this.#moving
      this.#moving = false
      this.#lost(moving ? 0 : undefined)
    })
    manager.on('error', (error) => {
      // Where it stood, its end is told as such.
      if (manager._readyState === 'closed') this.#lost(refusalOf(error)?.retryAfter)
    })
  }

  /** Connects a socket, over the connection that there is or at the next attempt. */
  connect(socket: Socket): void {
    if (this.#redial.waiting) this.#held.add(socket)
    else {
      socket.connect()
      this.#open()
    }
  }

  /** Lets go of the connection, and makes another at once: its server is about to end, and another takes it. */
  move(): void {
    this.#moving = true
    this.#manager.engine.close()
  }

  /** Is told when there was no getting through in as many attempts as may be made. Returns what ends that. */
  follow(gaveUp: () => void): () => void {
    this.#followers.add(gaveUp)
    return () => this.#followers.delete(gaveUp)
  }

  /** Does not connect it any more. */
  release(socket: Socket): void {
    this.#held.delete(socket)
    if (!this.#wanted) this.#rest()
  }

  #dial(): void {
    for (const socket of this.#held) socket.connect()
    this.#held.clear()
    this.#open()
  }

  #open(): void {
    this.#stopWaking ??= this.#ports.wakefulness.onWake((restored) => this.#woke(restored))
    this.#manager.open()
  }

  #lost(retryAfter?: number): void {
    if (!this.#wanted) this.#rest()
    else if (this.#redial.attempts < this.#manager.reconnectionAttempts()) this.#redial.later(retryAfter)
    else for (const gaveUp of [...this.#followers]) gaveUp()
  }

  /** An attempt of before leads nowhere, nor does a connection that has missed its heartbeats, or was not kept. */
  #woke(restored: boolean): void {
    const { _readyState: state, engine } = this.#manager
    const dead = state === 'opening' || (state === 'open' && (restored || engine._hasPingExpired()))
    if (dead) this.#manager._close()
    this.#redial.woke()
  }

  /** Whether anybody is to be connected, others of the page's than lobbies too: Socket.IO's own list is declared private. */
  get #wanted(): boolean {
    const { nsps } = this.#manager as unknown as { readonly nsps: Readonly<Record<string, Socket>> }
    return this.#held.size > 0 || Object.values(nsps).some(({ active }) => active)
  }

  #rest(): void {
    this.#redial.cancel()
    this.#stopWaking?.()
    this.#stopWaking = undefined
  }
}
