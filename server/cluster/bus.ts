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
