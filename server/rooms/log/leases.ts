/** For how long a lease is a node's after it was taken or renewed, by the clock of the store that keeps it; in milliseconds. */
export const LEASE_LENGTH = 3000

/** What a node says of itself, anew with each renewal. */
export interface NodeFacts {
  /** Where other nodes reach it. Another one for each run of a process. */
  readonly name: string
  /** The version of what nodes say to each other: one that is not its own a node leaves alone. */
  readonly protocol: number
  /** Whether it takes nothing on any more. */
  readonly draining: boolean
  /** How many rooms it runs. */
  readonly rooms: number
}

/** What lets a server among several run rooms. */
export interface Ownership {
  /**
   * The number of the lease to which its rooms belong; undefined in the very moment in which it is over by the node's own
   * clock: from then on no room is its own.
   */
  readonly lease: number | undefined
}

/** A node whose lease is not over. */
export interface NodeOnDuty extends NodeFacts {
  /** The number of its lease. */
  readonly lease: number
}

/**
 * The leases of the nodes that share a log. A node's rooms belong to its lease, and nobody else opens them before it is
 * over. It only says who may take a room over, and when: what is stored the log's terms decide, whatever becomes of leases.
 * All times are the store's own, so that nodes' clocks need not agree. What can't be answered rejects, within about
 * `LEASE_LENGTH`: then it may have been done all the same.
 */
export interface Leases {
  /** A lease of a number that no other ever had. */
  take(facts: NodeFacts): Promise<number>
  /** Whether the lease was still the node's, and is for `LEASE_LENGTH` from now. One that is over never comes back. */
  renew(lease: number, facts: NodeFacts): Promise<boolean>
  /** The lease is over at once, if it is not yet. */
  giveBack(lease: number): Promise<void>
  /** Those whose leases are not over, in the order in which they were taken. */
  nodes(): Promise<readonly NodeOnDuty[]>
}
