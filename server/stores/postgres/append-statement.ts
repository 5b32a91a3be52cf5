import type { PackedAppend } from '../sql/packed-append.ts'

/** What became of one room's part: where nobody else had its head, and its version and term were the right ones, it is stored. */
export interface AppendRow {
  /** Whether the room's log outweighs its snapshot; null where nothing was stored. */
  readonly outgrown: boolean | null
  /** Whether nothing was stored although version and term seem right: somebody else has the head just now. */
  readonly locked: boolean
}

/** The number of the first answer in a cursor's lines, and that of a line: each is `[seq,…`. */
const seqIn = (lines: string) => `nullif(split_part(substr(${lines}, 2), ',', 1), '')::bigint`
const FIRST = seqIn('excluded.answers')
const SEQ = seqIn('line')

/**
 * Stores a batch, in which each room is once. The fence: whoever isn't the room's owner at its newest version moves nothing.
 * Heads that somebody else has are left out, so that no batch waits for another, nor holds what another waits for. One
 * statement: whole or not at all, and on its way once.
 */
const APPEND = `WITH asked AS MATERIALIZED (
  SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::double precision[], $6::integer[],
    $7::text[], $8::integer[], $9::text[], $10::text[], $11::double precision[], $12::bigint[]) WITH ORDINALITY
    AS asked (id, term, base, version, at, rules, status, members, preview, alarms, due, size, n)
), mine AS MATERIALIZED (
  SELECT heads.room, asked.n FROM asked JOIN heads ON heads.id = asked.id
  WHERE heads.version = asked.base AND heads.term = asked.term
  ORDER BY heads.room FOR NO KEY UPDATE OF heads SKIP LOCKED
), moved AS (
  UPDATE heads SET version = asked.version, at = coalesce(asked.at, heads.at), rules = coalesce(asked.rules, heads.rules),
    status = coalesce(asked.status, heads.status), members = coalesce(asked.members, heads.members),
    preview = coalesce(asked.preview, heads.preview), alarms = coalesce(asked.alarms, heads.alarms),
    due = CASE WHEN asked.alarms IS NULL THEN heads.due ELSE asked.due END, logged = heads.logged + asked.size
  FROM asked JOIN mine ON mine.n = asked.n WHERE heads.room = mine.room
  RETURNING heads.room, asked.n, heads.logged > greatest($13::bigint, heads.snapshot_size) AS outgrown
), new_commits AS (
  INSERT INTO commits (room, version, kind, at, "user", name, payload, patches)
  SELECT moved.room, new.version, new.kind, new.at, new."user", new.name, new.payload, new.patches
  FROM unnest($14::bigint[], $15::bigint[], $16::text[], $17::double precision[], $18::text[], $19::text[], $20::text[],
    $21::text[]) AS new (n, version, kind, at, "user", name, payload, patches) JOIN moved ON moved.n = new.n
), new_actions AS (
  INSERT INTO actions (room, version, at, "user", name, payload)
  SELECT moved.room, new.version, new.at, new."user", new.name, new.payload
  FROM unnest($22::bigint[], $23::bigint[], $24::double precision[], $25::text[], $26::text[], $27::text[])
    AS new (n, version, at, "user", name, payload) JOIN moved ON moved.n = new.n
), new_cursors AS (
  INSERT INTO cursors (room, "user", client, last, confirmed, used_at, answers)
  SELECT moved.room, new."user", new.client, new.last, new.confirmed, new.used_at, new.answers
  FROM unnest($28::bigint[], $29::text[], $30::text[], $31::bigint[], $32::bigint[], $33::double precision[], $34::text[])
    AS new (n, "user", client, last, confirmed, used_at, answers) JOIN moved ON moved.n = new.n
  ON CONFLICT (room, "user", client) DO UPDATE SET last = greatest(cursors.last, excluded.last),
    confirmed = greatest(cursors.confirmed, excluded.confirmed), used_at = greatest(cursors.used_at, excluded.used_at),
    answers = CASE WHEN excluded.answers = '' THEN cursors.answers
      WHEN excluded.confirmed >= ${FIRST} - 1 THEN excluded.answers
      ELSE coalesce((SELECT string_agg(line || E'\\n', '' ORDER BY n)
        FROM unnest(string_to_array(cursors.answers, E'\\n')) WITH ORDINALITY AS earlier (line, n)
        WHERE ${SEQ} > excluded.confirmed AND ${SEQ} < ${FIRST}), '') || excluded.answers END
), new_effects AS (
  INSERT INTO effects (room, id, name, payload)
  SELECT moved.room, new.id, new.name, new.payload
  FROM unnest($35::bigint[], $36::text[], $37::text[], $38::text[]) WITH ORDINALITY AS new (n, id, name, payload, position)
    JOIN moved ON moved.n = new.n ORDER BY new.position
), ended_effects AS (
  DELETE FROM effects USING unnest($39::bigint[], $40::text[]) AS ended (n, id) JOIN moved ON moved.n = ended.n
  WHERE effects.room = moved.room AND effects.id = ended.id
), called AS (
  INSERT INTO room_people (room, "user", name)
  SELECT moved.room, new."user", new.name
  FROM unnest($41::bigint[], $42::text[], $43::text[]) AS new (n, "user", name) JOIN moved ON moved.n = new.n
  ON CONFLICT ("user", room) DO UPDATE SET name = excluded.name
)
SELECT moved.outgrown, moved.n IS NULL AND EXISTS (
  SELECT FROM heads WHERE heads.id = asked.id AND heads.version = asked.base AND heads.term = asked.term) AS locked
FROM asked LEFT JOIN moved ON moved.n = asked.n ORDER BY asked.n`

/** The statement that stores a batch in which each room is once; it answers with an `AppendRow` each, in its order. */
export function appendStatement(batch: readonly PackedAppend[], snapshotAfter: number) {
  const values = [...headsOf(batch).map(arrayOf), snapshotAfter, ...rowsOf(batch).map(arrayOf)]
  return { name: 'append', text: APPEND, values }
}

type Value = string | number | null
type Column = readonly Value[]

/** A column as PostgreSQL writes an array: by the driver, numbers would be quoted and looked through like any text. */
function arrayOf(column: Column): string {
  return `{${column.map(elementOf).join(',')}}`
}

function elementOf(value: Value): string {
  if (value === null) return 'NULL'
  return typeof value === 'number' ? `${value}` : `"${value.replace(/["\\]/g, '\\$&')}"`
}

function headsOf(batch: readonly PackedAppend[]): readonly Column[] {
  return [
    batch.map(({ id }) => id),
    batch.map(({ term }) => term),
    batch.map(({ base }) => base),
    batch.map(({ version }) => version),
    batch.map(({ at }) => at),
    batch.map(({ commits, rules }) => (commits.length > 0 ? rules : null)),
    batch.map(({ status }) => status),
    batch.map(({ members }) => members),
    batch.map(({ preview }) => preview),
    batch.map(({ alarms }) => alarms),
    batch.map(({ due }) => due),
    batch.map(({ size }) => size),
  ]
}

/** Everything under the heads, each row with the place of its room in the batch. */
function rowsOf(batch: readonly PackedAppend[]): readonly Column[] {
  const rowsOfEach = (rows: (append: PackedAppend) => readonly Column[]) =>
    batch.flatMap((append, index) => rows(append).map((row) => [index + 1, ...row]))
  const cursorsOf = ({ cursors }: PackedAppend) =>
    cursors.map(({ user, client, last, confirmed, usedAt, answers }) => {
      return [user, client, last, confirmed, usedAt, answers]
    })
  return [
    ...columnsOf(
      8,
      rowsOfEach(({ commits }) => commits),
    ),
    ...columnsOf(
      6,
      rowsOfEach(({ actions }) => actions),
    ),
    ...columnsOf(7, rowsOfEach(cursorsOf)),
    ...columnsOf(4, rowsOfEach(remainingEffects)),
    ...columnsOf(
      2,
      rowsOfEach(({ carriedOut }) => carriedOut.map((id) => [id])),
    ),
    ...columnsOf(
      3,
      rowsOfEach(({ people }) => people),
    ),
  ]
}

/** One statement does not see the rows that it adds itself: what is carried out by the same batch is left out of it. */
function remainingEffects({ effects, carriedOut }: PackedAppend): readonly Column[] {
  return effects.filter(({ id }) => !carriedOut.includes(id)).map(({ id, name, payload }) => [id, name, payload])
}

function columnsOf(width: number, rows: readonly Column[]): readonly Column[] {
  return Array.from({ length: width }, (_, place) => rows.map((row) => row[place] ?? null))
}
