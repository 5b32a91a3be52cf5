import type { Kysely } from 'kysely'
import type { Tables } from '../sql/tables.ts'
import { readIfThere, writeDurably } from './data-files.ts'

export type Durability = 'power' | 'process'

/** What a generation is begun and ended with. */
export interface GenerationOptions {
  readonly database: Kysely<Tables>
  /** The plain file that says which generation of the database belongs beside it. */
  readonly file: string
  readonly durability: Durability
  randomName(): string
  /** Names the run of the machine: another one after each start of it. */
  readonly boot: string
}

/**
 * Finds out at a start whether the database is the one that was last here, with everything it ever held; otherwise all
 * rooms' histories get another name, so that no client mixes what it has seen with what is here. The database and the
 * plain file carry one random name, renewed at each start and stop: one put back from a copy doesn't fit.
 */
export class Generation {
  readonly #options: GenerationOptions

  constructor(options: GenerationOptions) {
    this.#options = options
  }

  /** Returns the name that all epochs carry; empty as long as nothing was ever lost. */
  async begin(): Promise<string> {
    const meta = new Map(
      (await this.#options.database.selectFrom('meta').selectAll().execute()).map(({ name, value }) => [name, value]),
    )
    const names = (await readIfThere(this.#options.file))?.split('\n') ?? []
    const known = meta.get('generation')
    const history =
      known === undefined || (names.includes(known) && !this.#mayHaveLost(meta))
        ? (meta.get('history') ?? '')
        : this.#options.randomName()
    await this.#renew(known, { history, clean: 'no', copy: 'no' })
    return history
  }

  /** Everything is written: nothing can be lost from now on. */
  async end(): Promise<void> {
    const row = await this.#options.database
      .selectFrom('meta')
      .select('value')
      .where('name', '=', 'generation')
      .executeTakeFirst()
    await this.#renew(row?.value, { clean: 'yes' })
  }

  #mayHaveLost(meta: ReadonlyMap<string, string>): boolean {
    if (meta.get('copy') === 'yes') return true
    return (
      meta.get('durability') === 'process' && meta.get('clean') !== 'yes' && meta.get('boot') !== this.#options.boot
    )
  }

  async #renew(known: string | undefined, values: Readonly<Record<string, string>>): Promise<void> {
    const { database, file, durability, boot } = this.#options
    const generation = this.#options.randomName()
    // Between these steps the process may end: the file always has the database's name among its own.
    await writeDurably(file, [known, generation].filter(Boolean).join('\n'))
    const rows = Object.entries({ ...values, generation, durability, boot }).map(([name, value]) => ({ name, value }))
    await database
      .insertInto('meta')
      .values(rows)
      .onConflict((conflict) => conflict.column('name').doUpdateSet(({ ref }) => ({ value: ref('excluded.value') })))
      .execute()
    await writeDurably(file, generation)
  }
}
