import { expect } from 'chai'
import type { Store } from '../../stores/store.ts'
import { describeAccountStore } from './account-store-suite.ts'
import { describeAtOnce } from './at-once-suite.ts'
import { describeAudit } from './audit-suite.ts'
import { describeChanges, type OpenedChanges } from './changes-suite.ts'
import { describeLeases } from './lease-suite.ts'
import { describeLinkStore } from './link-store-suite.ts'
import { describeRoomCatalogue } from './room-catalogue-suite.ts'
import { describeRoomDoors } from './room-doors-suite.ts'
import { describeRoomLog, type OpenedRoomLog } from './room-log-suite.ts'
import { describeRoomOwnership } from './room-ownership-suite.ts'
import { after, describe, it, type Runner, useRunner } from './runner.ts'
import { describeUserList } from './user-list-suite.ts'

/** A store to be tested, and what only its writer knows of it. */
export interface OpenedStore {
  readonly store: Store
  /** Closes it, and opens it again with what it holds. Needed unless it forgets: see `StoreTraits.lasts`. */
  reopen?(): Promise<Store>
  /** Lets so many milliseconds pass by the clock that its leases go by. Needed where servers share it. */
  pass?(ms: number): Promise<void>
  /** Empties its accounts, sessions, links and audit log. Without it each spec of accounts opens a store of its own. */
  emptyAccounts?(): Promise<void>
  /** Closes what is open of it, and puts away what it held. */
  close(): Promise<void>
}

/** What is not every store's. */
export interface StoreTraits {
  /** Whether it holds more than its process lives; true unless told otherwise. */
  readonly lasts?: boolean
  /** Whether several servers may share it: it then has `leases`, `cluster` and `changes`. False unless told otherwise. */
  readonly shared?: boolean
  /** What registers the specs; mocha's global functions, unless told otherwise. */
  readonly runner?: Runner
}

type Open = () => Promise<OpenedStore>

/** Registers all that a store keeps to. `open` opens an empty one each time. */
export function describeStore(
  name: string,
  open: Open,
  { lasts = true, shared = false, runner }: StoreTraits = {},
): void {
  useRunner(runner)
  describe(`store: ${name}`, () => {
    describeTraits(open, shared)
    describeRoomLog(name, async () => logOf(await open()), { lasts })
    describeRoomCatalogue(name, async () => closedWhole(await open()))
    describeRoomDoors(name, async () => closedWhole(await open()))
    describeAtOnce(name, async () => closedWhole(await open()))
    describeAccounts(name, open)
    if (shared) describeSharing(name, open)
  })
}

function describeTraits(open: Open, shared: boolean): void {
  it(`has ${shared ? 'all' : 'nothing'} of what only servers that share it need`, async () => {
    const opened = await open()
    try {
      const there = (['leases', 'cluster', 'changes'] as const).filter((part) => opened.store[part] !== undefined)
      expect(there).to.deep.equal(shared ? ['leases', 'cluster', 'changes'] : [])
    } finally {
      await opened.close()
    }
  })
}

function describeAccounts(name: string, open: Open): void {
  describe('accounts', () => {
    const kept = new Kept(open)
    after(() => kept.close())
    const empty = async () => {
      const opened = await kept.get()
      const { store } = opened
      const close = async () => (opened.emptyAccounts ? opened.emptyAccounts() : kept.close())
      return { store: store.accounts, audit: store.audit, close }
    }
    describeAccountStore(name, empty)
    describeLinkStore(name, empty)
    describeUserList(name, empty)
    describeAudit(name, empty)
  })
}

function describeSharing(name: string, open: Open): void {
  describe('shared by servers', () => {
    const kept = new Kept(open)
    after(() => kept.close())
    describeChanges(name, async () => changesOf(await open()))
    const unleased = async () => {
      const opened = await kept.get()
      const { leases, log, rooms } = opened.store
      if (!leases) throw new Error(`${name} has no leases`)
      const pass = async (ms: number) => opened.pass?.(ms)
      if (!opened.pass) throw new Error(`${name} does not say how time passes for its leases`)
      const close = async () => {
        for (const { lease } of await leases.nodes()) await leases.giveBack(lease)
      }
      return { leases, log, rooms, pass, close }
    }
    describeLeases(name, unleased)
    describeRoomOwnership(name, unleased)
  })
}

/** One store for many specs, opened when the first asks for it. */
class Kept {
  readonly #open: Open
  #opened: Promise<OpenedStore> | undefined

  constructor(open: Open) {
    this.#open = open
  }

  get(): Promise<OpenedStore> {
    this.#opened ??= this.#open()
    return this.#opened
  }

  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = undefined
    await (await opened)?.close()
  }
}

function logOf(opened: OpenedStore): OpenedRoomLog {
  const reopen = async () => {
    if (!opened.reopen) throw new Error('It is not said how the store is opened again.')
    return (await opened.reopen()).log
  }
  return { log: opened.store.log, reopen, close: () => opened.close() }
}

/** A store that is closed with all that was opened for it. */
function closedWhole(opened: OpenedStore): Store {
  const { log, rooms, doors, audit, accounts } = opened.store
  return { log, rooms, doors, audit, accounts, close: () => opened.close() }
}

function changesOf(opened: OpenedStore): OpenedChanges {
  const { changes } = opened.store
  if (!changes) throw new Error('The store tells nothing of changes.')
  return { ...closedWhole(opened), changes }
}
