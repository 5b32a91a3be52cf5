import type { Kysely } from 'kysely'
import type { Tables } from '../sql/tables.ts'
import { type DataFiles, partOf, readIfThere, replaceDurably, writePart } from './data-files.ts'
import { identityOf, isSameFile } from './file-identity.ts'

export type Durability = 'power' | 'process'

/** What a generation is begun and ended with. */
export interface GenerationOptions {
  readonly database: Kysely<Tables>
  readonly files: Pick<DataFiles, 'database' | 'generation'>
  readonly durability: Durability
  randomName(): string
  /** Names the run of the machine: another one after each start of it. */
  readonly boot: string
}

/**
 * Finds out at a start whether the database is the one that was last here, with everything it ever held; otherwise all
 * rooms' histories get another name, so that no client mixes what it has seen with what is here.
 *
 * The database and a plain file beside it carry one random name, renewed at each start and stop: a database that was put
 * back doesn't fit. And the database knows both files by what their file system calls them: copies of the two together
 * are other files, or stand in files that are not the ones it knew. What no file system tells can't be noticed here: its
 * own snapshots, and a copy of the whole that was written over the very files it was made of, within one run.
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
    const known = meta.get('generation')
    const isWhole = known === undefined || ((await this.#isHere(known, meta)) && !this.#mayHaveLost(meta))
    const history = isWhole ? (meta.get('history') ?? '') : this.#options.randomName()
    await this.#renew({ history, clean: 'no', copy: 'no' })
    return history
  }

  /** Everything is written: nothing can be lost from now on. */
  async end(): Promise<void> {
    await this.#renew({ clean: 'yes' })
  }

  /** Whether the files are those that the database knew last: the plain one may still wait to be put in its place. */
  async #isHere(known: string, meta: ReadonlyMap<string, string>): Promise<boolean> {
    const { generation, database } = this.#options.files
    if (!isSameFile(meta.get('database file'), await identityOf(database))) return false
    const isKnown = async (file: string): Promise<boolean> =>
      (await readIfThere(file)) === known && isSameFile(meta.get('generation file'), await identityOf(file))
    if (await isKnown(generation)) return true
    if (!(await isKnown(partOf(generation)))) return false
    await replaceDurably(generation)
    return true
  }

  #mayHaveLost(meta: ReadonlyMap<string, string>): boolean {
    if (meta.get('copy') === 'yes') return true
    return (
      meta.get('durability') === 'process' && meta.get('clean') !== 'yes' && meta.get('boot') !== this.#options.boot
    )
  }

  async #renew(values: Readonly<Record<string, string>>): Promise<void> {
    const { database, files, durability, boot } = this.#options
    const generation = this.#options.randomName()
    // Made first, and put into its place last: wherever the process ends between, one of the two is what the database knows.
    await writePart(files.generation, generation)
    const identities = {
      'generation file': await identityOf(partOf(files.generation)),
      'database file': await identityOf(files.database),
    }
    const all = { ...values, ...identities, generation, durability, boot }
    await database
      .insertInto('meta')
      .values(Object.entries(all).map(([name, value]) => ({ name, value })))
      .onConflict((conflict) => conflict.column('name').doUpdateSet(({ ref }) => ({ value: ref('excluded.value') })))
      .execute()
    await replaceDurably(files.generation)
  }
}
