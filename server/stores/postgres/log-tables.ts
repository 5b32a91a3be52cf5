import { type Kysely, sql } from 'kysely'

/**
 * The log's tables, as the embedded store has them: what each column means is said there. Text that is compared is so by its
 * bytes, whatever the order of the database's language. Times are as exact as numbers are. Half of each of a head's pages is
 * left free, and some of a cursor's: a row that is written again and again stays in its page, and its indexes as they are.
 * `heads.owner` is the lease of the node that has the room open.
 */
const TABLES = [
  sql`CREATE TABLE heads (
    room bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    epoch text NOT NULL,
    term bigint NOT NULL,
    version bigint NOT NULL DEFAULT 0,
    at double precision NOT NULL DEFAULT 0,
    rules integer NOT NULL DEFAULT 0,
    status text COLLATE "C" NOT NULL DEFAULT 'waiting',
    members integer NOT NULL DEFAULT 0,
    snapshot bigint NOT NULL DEFAULT 0,
    snapshot_size bigint NOT NULL DEFAULT 0,
    logged bigint NOT NULL DEFAULT 0,
    dropped bigint NOT NULL DEFAULT 0,
    preview text,
    alarms text NOT NULL DEFAULT '[]',
    due double precision,
    owner bigint
  ) WITH (fillfactor = 50)`,
  sql`CREATE INDEX heads_by_due ON heads (due) WHERE due IS NOT NULL`,
  sql`CREATE INDEX heads_with_members ON heads (id) WHERE members > 0`,
  sql`CREATE TABLE commits (
    room bigint NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL,
    at double precision NOT NULL,
    "user" text,
    name text,
    payload text,
    patches text NOT NULL,
    PRIMARY KEY (room, version)
  )`,
  sql`CREATE TABLE actions (
    room bigint NOT NULL,
    version bigint NOT NULL,
    at double precision NOT NULL,
    "user" text NOT NULL,
    name text COLLATE "C" NOT NULL,
    payload text NOT NULL,
    PRIMARY KEY (room, version)
  )`,
  sql`CREATE TABLE effects (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room bigint NOT NULL,
    id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    payload text NOT NULL,
    UNIQUE (room, id)
  )`,
  sql`CREATE TABLE snapshots (
    room bigint NOT NULL,
    version bigint NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (room, version)
  )`,
  sql`CREATE TABLE cursors (
    room bigint NOT NULL,
    "user" text COLLATE "C" NOT NULL,
    client text COLLATE "C" NOT NULL,
    last bigint NOT NULL,
    confirmed bigint NOT NULL,
    used_at double precision NOT NULL,
    answers text NOT NULL,
    PRIMARY KEY (room, "user", client)
  ) WITH (fillfactor = 70)`,
  sql`CREATE TABLE room_people (
    "user" text COLLATE "C" NOT NULL,
    room bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    PRIMARY KEY ("user", room)
  )`,
  sql`CREATE INDEX people_of_room ON room_people (room)`,
]

/** Makes the tables of the rooms' log, within a migration. */
export async function createLogTables(database: Kysely<unknown>): Promise<void> {
  for (const table of TABLES) await table.execute(database)
}
