import type { SocDrawError } from '../../server/protocol/errors.ts'
import type {
  AnswerTo,
  MessageArguments,
  MessageName,
  RequestArguments,
  RequestName,
  ServerEvent,
  ServerToClientEvents,
} from '../../server/protocol/events.ts'

/** What a transport tells its one listener, in the order in which it happened. */
export interface TransportListener {
  /** Connected, or connected again. */
  up(): void
  /**
   * The connection is lost; whatever was asked and not answered never will be. The transport tries again by itself.
   * `refused`: it was lost because something on the way, such as a proxy, refuses what was sent last.
   */
  down(refused?: boolean): void
  /** An attempt to connect came to nothing, for this reason; another follows. */
  trouble(error: SocDrawError): void
  /** The server refuses this client for good (or the transport gave up): nothing follows, unless it is opened anew. */
  refused(error: SocDrawError): void
  event<Event extends ServerEvent>(event: Event, ...args: Parameters<ServerToClientEvents[Event]>): void
}

/**
 * A connection to one lobby that comes back by itself. Messages of one connection keep their order, both ways;
 * what a lost connection did with the last of them is unknown.
 */
export interface Transport {
  /** Starts connecting: at first, and anew after `close`. */
  open(listener: TransportListener): void
  /** Asks the server; only while up. `answered` is called at most once, and never after `down`. */
  request<Name extends RequestName>(
    name: Name,
    args: RequestArguments<Name>,
    answered: (answer: AnswerTo<Name>) => void,
  ): void
  /** Tells the server something that has no answer, and may be lost; only while up. */
  tell<Name extends MessageName>(name: Name, args: MessageArguments<Name>): void
  /** Drops the connection and opens a new one, when the present one seems dead. */
  reconnect(): void
  close(): void
}
