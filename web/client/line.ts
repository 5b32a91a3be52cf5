import { SocDrawError } from '../../server/protocol/errors.ts'
import type { ConnectionStatus } from './client-api.ts'
import { Deferred } from './deferred.ts'
import { PATIENCE } from './patience.ts'
import type { Transport, TransportListener } from './transport.ts'
import { type Waking, whileAwake } from './while-awake.ts'

export interface LinePorts extends Waking, Pick<TransportListener, 'up' | 'down' | 'event'> {
  readonly transport: Transport
  /** It is closed after it had begun: the server refuses the user by now, or could not be reached when it was opened anew. */
  refused(error: SocDrawError): void
  /** Its status changed, or why it does not stand. */
  changed(): void
}

/** A lobby's connection: whether it stands, and if not, why; opened anew where it was refused. */
export class Line {
  readonly #ports: LinePorts
  #status: ConnectionStatus = 'offline'
  #error: SocDrawError | undefined
  #trouble: SocDrawError | undefined
  /** Settled when the server has said who the user is and which rooms there are, since it was opened last. */
  #begun = new Deferred()
  /** Whether it is closed for good, and by what. */
  #over: SocDrawError | undefined

  constructor(ports: LinePorts) {
    this.#ports = ports
    this.#open()
  }

  get status(): ConnectionStatus {
    return this.#status
  }

  /** Why it is closed, unless by oneself. */
  get error(): SocDrawError | undefined {
    return this.#error
  }

  /** Why it does not stand yet, as far as is known. */
  get trouble(): SocDrawError | undefined {
    return this.#trouble
  }

  /** Resolves when the lobby has begun; rejects when it was closed, or refused, before. */
  get begun(): Promise<void> {
    return this.#begun.promise
  }

  /** @throws SocDrawError why it is closed */
  check(): void {
    if (this.#status === 'closed') throw this.#error ?? new SocDrawError('CONNECTION_CLOSED')
  }

  /** The server has said who the user is. */
  begin(): void {
    this.#begun.resolve()
  }

  /**
   * Opens it anew where it was refused. Resolves when the lobby has begun anew, or had not been closed.
   * @throws SocDrawError what it is closed for good with; what it was refused with, and `CONNECTION_FAILED`, `TIMED_OUT` or
   * what the server said last after 20 seconds awake: then it is closed as before
   */
  async reopen(): Promise<void> {
    if (this.#over) throw this.#over
    if (this.#status === 'closed') {
      this.#begun = new Deferred()
      this.#open()
      const giveUp = (): void => this.#refuse(this.#trouble ?? new SocDrawError('CONNECTION_FAILED'))
      const cancel = whileAwake(this.#ports, PATIENCE, giveUp)
      this.#begun.promise.then(cancel, cancel)
    }
    await this.#begun.promise
  }

  /** Closes it for good; `error` is what it shows. Returns whether it was not so before. */
  close(reason: SocDrawError, error?: SocDrawError): boolean {
    if (this.#over) return false
    this.#over = reason
    this.#error = error
    this.#status = 'closed'
    this.#trouble = undefined
    this.#ports.transport.close()
    this.#begun.reject(reason)
    return true
  }

  #open(): void {
    const { transport, up, down, event } = this.#ports
    this.#status = 'offline'
    this.#error = undefined
    transport.open({
      up: () => {
        this.#status = 'online'
        this.#trouble = undefined
        up()
      },
      down: (refused) => {
        if (this.#status !== 'online') return
        this.#status = 'offline'
        down(refused)
      },
      trouble: (error) => {
        this.#trouble = error
        this.#ports.changed()
      },
      refused: (error) => this.#refuse(error),
      event,
    })
    this.#ports.changed()
  }

  #refuse(error: SocDrawError): void {
    if (this.#status === 'closed') return
    this.#status = 'closed'
    this.#error = error
    this.#trouble = undefined
    this.#ports.transport.close()
    this.#ports.refused(error)
    this.#begun.reject(error)
  }
}
