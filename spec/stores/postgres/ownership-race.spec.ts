import { expect } from 'chai'
import type { NodeFacts } from '../../../server/rooms/log/leases.ts'
import { LeaseOverError, OwnedElsewhereError } from '../../../server/rooms/log/room-log.ts'
import { PostgresLeases } from '../../../server/stores/postgres/postgres-leases.ts'
import { describeOnPostgres } from '../../support/postgres.ts'
import { type OpenedLog, openLog } from './opened-log.ts'

const ROOMS = Array.from({ length: 12 }, (_, index) => `R:${index}`)

/** How often each node takes a lease, opens what it gets, and loses it again. */
const ROUNDS = 12

/** What all nodes have seen, in the order in which they learned it. */
class Chronicle {
  /** By room and term: the lease by which it was opened. */
  readonly #owners = new Map<string, number>()
  /** By room: the owner of the newest term that was seen. */
  readonly #newest = new Map<string, { readonly term: number; readonly lease: number }>()
  /** The leases of which anybody may know that they are over. */
  readonly ended = new Set<number>()
  takenOver = 0

  opened(roomId: string, term: number, lease: number): void {
    const key = `${roomId} ${term}`
    expect(this.#owners.get(key), `who else has ${roomId} by term ${term}`).to.equal(undefined)
    this.#owners.set(key, lease)
    const before = this.#newest.get(roomId)
    if (before && before.term > term) return
    this.#newest.set(roomId, { term, lease })
    if (!before || before.lease === lease) return
    this.takenOver++
    expect([...this.ended], `${roomId} was taken over from a lease that is not over`).to.include(before.lease)
  }
}

class RacingNode {
  readonly #opened: OpenedLog
  readonly #leases: PostgresLeases
  readonly #facts: NodeFacts
  readonly #chronicle: Chronicle

  constructor(opened: OpenedLog, name: string, chronicle: Chronicle) {
    this.#opened = opened
    this.#leases = new PostgresLeases(opened.pool)
    this.#facts = { name, protocol: 1, draining: false, rooms: 0 }
    this.#chronicle = chronicle
  }

  async run(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      const lease = await this.#leases.take(this.#facts)
      const terms = await Promise.all(ROOMS.map((roomId) => this.#open(roomId, lease)))
      expect(await this.#leases.renew(lease, this.#facts)).to.equal(true)
      this.#chronicle.ended.add(lease)
      if (round % 2 === 0) await this.#leases.giveBack(lease)
      else await this.#lapse(lease)
      for (const [index, term] of terms.entries()) await this.#isFenced(ROOMS[index] ?? '', term)
    }
  }

  async #open(roomId: string, lease: number): Promise<number | undefined> {
    try {
      const { term } = await this.#opened.log.open(roomId, { epoch: 'e', rules: 1, lease })
      this.#chronicle.opened(roomId, term, lease)
      return term
    } catch (error) {
      if (error instanceof OwnedElsewhereError) return undefined
      throw error
    }
  }

  /** Comes to its end, while it is renewed as if nothing were. */
  async #lapse(lease: number): Promise<void> {
    const renewing = [1, 2].map(() => this.#leases.renew(lease, this.#facts))
    await this.#opened.pool.query('UPDATE nodes SET until = clock_timestamp() WHERE lease = $1', [lease])
    await Promise.all(renewing)
    expect(await this.#leases.renew(lease, this.#facts), 'a lease came back').to.equal(false)
    const late = await this.#opened.log.open('R:late', { epoch: 'e', rules: 1, lease }).catch((error: unknown) => error)
    expect(late).to.be.instanceOf(LeaseOverError)
  }

  /** Whatever the room's owner was, once it was opened by another that one's term alone counts. */
  async #isFenced(roomId: string, term: number | undefined): Promise<void> {
    if (term === undefined) return
    const { rows } = await this.#opened.pool.query<{ term: number }>('SELECT term FROM heads WHERE id = $1', [roomId])
    const isMine = rows[0]?.term === term
    const [outcome] = await this.#opened.log.append([{ roomId, term, base: 0, rules: 1, entries: [] }])
    if (!isMine) expect(outcome?.ok, `${roomId} by term ${term}`).to.equal(false)
  }
}

describeOnPostgres('nodes that want the same rooms', () => {
  let logs: OpenedLog[] = []
  const opened = async (url?: string): Promise<OpenedLog> => {
    const log = await openLog(url === undefined ? {} : { url })
    logs.push(log)
    return log
  }
  afterEach(async () => {
    await Promise.all(logs.map((log) => log.close()))
    logs = []
  })

  it('[P14] have one owner a term, and nobody takes a room from a lease that is not over', async () => {
    const first = await opened()
    const others = await Promise.all([1, 2].map(() => opened(first.url)))
    const chronicle = new Chronicle()
    const nodes = [first, ...others].map((opened, index) => new RacingNode(opened, `node ${index}`, chronicle))
    await Promise.all(nodes.map((node) => node.run()))
    expect(chronicle.takenOver).to.be.greaterThan(ROUNDS)
  })

  it('[P14] do not take one by what they have seen of it before another took it', async () => {
    const bob = await opened()
    const other = await opened(bob.url)
    const leases = new PostgresLeases(other.pool)
    const take = (name: string) => leases.take({ name, protocol: 1, draining: false, rooms: 0 })
    const openBy = ({ log }: OpenedLog, roomId: string, lease: number) =>
      log.open(roomId, { epoch: 'e', rules: 1, lease })
    const ann = await take('ann')
    await openBy(other, 'wanted', ann)
    await leases.giveBack(ann)
    // Making a room takes so long that bob's statement is still at it when somebody comes whom it has not seen.
    await other.pool.query(`CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN IF NEW.id = ''slow'' THEN PERFORM pg_advisory_xact_lock(1); END IF; RETURN NEW; END'`)
    await other.pool.query('CREATE TRIGGER slowly BEFORE INSERT ON heads FOR EACH ROW EXECUTE FUNCTION wait()')
    const holder = await other.pool.connect()
    await holder.query('SELECT pg_advisory_lock(1)')
    const lease = await take('bob')
    const opening = Promise.allSettled(['first', 'slow', 'wanted'].map((roomId) => openBy(bob, roomId, lease)))
    while (!(await isWaiting(other))) await new Promise((resolve) => setImmediate(resolve))
    const [theirs] = await Promise.allSettled([openBy(other, 'wanted', await take('cleo'))])
    await holder.query('SELECT pg_advisory_unlock(1)')
    holder.release()
    const mine = (await opening)[2]
    expect([mine?.status, theirs?.status].filter((status) => status === 'fulfilled')).to.have.length(1)
  })
})

async function isWaiting({ pool }: OpenedLog): Promise<boolean> {
  const { rowCount } = await pool.query(`SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`)
  return rowCount === 1
}
