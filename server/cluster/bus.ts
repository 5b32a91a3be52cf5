/**
 * Carries texts between the nodes of a cluster, each named as its `NodeFacts` say. Whatever it is told may be lost, and
 * nobody is told so; nothing arrives twice, and what one node sends another arrives in the order in which it was sent.
 */
export interface Bus {
  /** Sends to one node. Never waits nor throws: what can't be carried now, or is too much to be kept, is lost. */
  send(node: string, text: string): void
  /** Sends to every other node that listens. In order among what is published; not with what is sent to one. */
  publish(text: string): void
  /** Hears what is sent to this node from when it resolves on. `hear` must not throw. To be called once. */
  listen(hear: (text: string, from: string) => void): Promise<void>
  /** Neither hears nor sends any more. */
  close(): Promise<void>
}

/** What a bus is opened for. */
export interface BusFacts {
  /** See `NodeFacts.name`. */
  readonly name: string
  /** What the nodes that belong together have in common, and no others. */
  readonly cluster: string
}

/** Joins the other nodes. Rejects, in words for whoever starts the server, where they can't be reached. */
export type OpenBus = (facts: BusFacts) => Promise<Bus>

/** Why nodes can't reach each other, in words for whoever starts the server. */
export class BusError extends Error {
  override readonly name = 'BusError'
}

/** What a node has that is to be alone: it carries nothing. */
export const NO_BUS: Bus = {
  send: () => {},
  publish: () => {},
  listen: async () => {},
  close: async () => {},
}
