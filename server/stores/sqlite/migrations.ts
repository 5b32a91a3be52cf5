import { type Kysely, type Migration, sql } from 'kysely'
import { looksOf } from '../../accounts/looks-of.ts'
import { wordsOf } from '../../accounts/search-words.ts'
import { SYSTEM_USER_ID } from '../../protocol/check-user.ts'
import { foldedName } from '../sql/room-rows.ts'
import { storableText, textFromStored } from '../storable-text.ts'

/** How a file came to be what it is, in the order of the names. One that was released is never changed again. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-accounts': { up: createAccounts },
  '0002-rooms': { up: createRooms },
  '0003-log': { up: createLog },
  '0004-host-rooms': { up: tellHostRooms },
  '0005-people': { up: tellPeople },
  '0006-links': { up: createLinks },
  '0007-disabled': { up: tellDisabled },
  '0008-people-rooms': { up: tellPeopleRooms },
  '0011-user-words': { up: tellUserWords },
  '0012-room-list': { up: tellRoomList },
  '0013-room-links': { up: tellDoors },
  '0014-people-told': { up: tellPeopleTold },
}

async function createAccounts(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
    sql`CREATE TABLE users (
      id TEXT PRIMARY KEY,
      username TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      roles TEXT NOT NULL,
      password_hash TEXT NOT NULL
    )`,
    sql`CREATE TABLE sessions (
      added INTEGER PRIMARY KEY AUTOINCREMENT,
      token_hash TEXT NOT NULL UNIQUE,
      id TEXT NOT NULL,
      user TEXT NOT NULL,
      expires_at INTEGER NOT NULL
    )`,
    sql`CREATE INDEX sessions_of_user ON sessions (user, expires_at, added)`,
    sql`CREATE INDEX sessions_by_expiry ON sessions (expires_at)`,
  ])
}

async function createRooms(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`CREATE TABLE rooms (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      application TEXT NOT NULL,
      public INTEGER NOT NULL,
      users TEXT,
      settings TEXT
    )`,
    sql`CREATE INDEX rooms_of_application ON rooms (application, public, position)`,
    sql`CREATE TABLE room_guests (
      user TEXT NOT NULL,
      application TEXT NOT NULL,
      room INTEGER NOT NULL,
      PRIMARY KEY (user, application, room)
    ) WITHOUT ROWID`,
  ])
}

/**
 * `heads`: one row a room; `snapshot` is its snapshot's version, `snapshot_size` and `logged` the characters in it and in
 * the patches since; commits up to `dropped` are gone; `alarms` is `StoredAlarm[]`, of which the first is `due`. `actions`
 * has what is kept of commits for good, and stands apart so that what goes leaves no gaps in what stays; `user` is
 * `{ id, name }`. `cursors.answers`: one `[seq, digest, answer]` a line, also some that are confirmed.
 */
async function createLog(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`CREATE TABLE heads (
      room INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      epoch TEXT NOT NULL,
      term INTEGER NOT NULL,
      version INTEGER NOT NULL DEFAULT 0,
      at INTEGER NOT NULL DEFAULT 0,
      rules INTEGER NOT NULL DEFAULT 0,
      status TEXT NOT NULL DEFAULT 'waiting',
      members INTEGER NOT NULL DEFAULT 0,
      snapshot INTEGER NOT NULL DEFAULT 0,
      snapshot_size INTEGER NOT NULL DEFAULT 0,
      logged INTEGER NOT NULL DEFAULT 0,
      dropped INTEGER NOT NULL DEFAULT 0,
      preview TEXT,
      alarms TEXT NOT NULL DEFAULT '[]',
      due INTEGER
    )`,
    sql`CREATE INDEX heads_by_due ON heads (due) WHERE due IS NOT NULL`,
    sql`CREATE INDEX heads_with_members ON heads (id) WHERE members > 0`,
    // Rows of all rooms stand in the order of their storing, found by an index: a batch of many rooms fills few pages.
    // Clustered by room, it would touch some in each room's part, and cost half as much again.
    sql`CREATE TABLE commits (
      room INTEGER NOT NULL,
      version INTEGER NOT NULL,
      kind TEXT NOT NULL,
      at INTEGER NOT NULL,
      user TEXT,
      name TEXT,
      payload TEXT,
      patches TEXT NOT NULL,
      PRIMARY KEY (room, version)
    )`,
    sql`CREATE TABLE actions (
      room INTEGER NOT NULL,
      version INTEGER NOT NULL,
      at INTEGER NOT NULL,
      user TEXT NOT NULL,
      name TEXT NOT NULL,
      payload TEXT NOT NULL,
      PRIMARY KEY (room, version)
    )`,
    sql`CREATE TABLE effects (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      room INTEGER NOT NULL,
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      payload TEXT NOT NULL,
      UNIQUE (room, id)
    )`,
    sql`CREATE TABLE snapshots (
      room INTEGER NOT NULL,
      version INTEGER NOT NULL,
      state TEXT NOT NULL,
      PRIMARY KEY (room, version)
    )`,
    sql`CREATE TABLE cursors (
      room INTEGER NOT NULL,
      user TEXT NOT NULL,
      client TEXT NOT NULL,
      last INTEGER NOT NULL,
      confirmed INTEGER NOT NULL,
      used_at INTEGER NOT NULL,
      answers TEXT NOT NULL,
      PRIMARY KEY (room, user, client)
    ) WITHOUT ROWID`,
  ])
}

/** All rooms that there are by now, a host's code has made. */
async function tellHostRooms(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`ALTER TABLE rooms ADD COLUMN hosted INTEGER NOT NULL DEFAULT 0`,
    sql`ALTER TABLE rooms ADD COLUMN archived INTEGER NOT NULL DEFAULT 0`,
    sql`UPDATE rooms SET hosted = 1`,
    sql`DROP INDEX rooms_of_application`,
    sql`CREATE INDEX rooms_of_application ON rooms (application, archived, public, position)`,
    sql`CREATE INDEX rooms_of_host ON rooms (position) WHERE hosted = 1`,
    sql`CREATE INDEX guests_of_room ON room_guests (room)`,
  ])
}

/** Sessions that there are by now began at an unknown time, and last 30 days from their last use: they get 60 more at most. */
async function tellPeople(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`ALTER TABLE users ADD COLUMN color TEXT`,
    sql`ALTER TABLE users ADD COLUMN created_at INTEGER`,
    sql`ALTER TABLE users ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0`,
    sql`CREATE TABLE user_looks (look TEXT PRIMARY KEY, user TEXT NOT NULL) WITHOUT ROWID`,
    sql`CREATE INDEX looks_of_user ON user_looks (user)`,
    sql`ALTER TABLE sessions ADD COLUMN begun_at INTEGER NOT NULL DEFAULT 0`,
    sql`ALTER TABLE sessions ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0`,
    sql`ALTER TABLE sessions ADD COLUMN ends_at INTEGER NOT NULL DEFAULT 0`,
    sql`ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT ''`,
    sql`ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT ''`,
    sql`UPDATE sessions SET used_at = expires_at - 2592000000, ends_at = expires_at + 5184000000`,
    sql`CREATE TABLE sign_in_failures (key TEXT PRIMARY KEY, count INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID`,
    sql`CREATE INDEX failures_by_time ON sign_in_failures (at)`,
  ])
  // Who was there first keeps a look that two share.
  const { rows } = await sql<{ id: string; username: string }>`SELECT id, username FROM users ORDER BY rowid`.execute(
    database,
  )
  for (const { id, username } of rows) {
    await runAll(
      database,
      looksOf(username).map((look) => sql`INSERT INTO user_looks VALUES (${look}, ${id}) ON CONFLICT DO NOTHING`),
    )
  }
}

/** `user`: whose password it sets; `made_by` is null where the server made it. */
async function createLinks(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`CREATE TABLE links (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      secret_hash TEXT NOT NULL,
      kind TEXT NOT NULL,
      user TEXT,
      made_by TEXT,
      made_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      uses_left INTEGER NOT NULL
    )`,
    sql`CREATE INDEX links_of_kind ON links (kind, user, position)`,
    sql`CREATE INDEX links_of_user ON links (user) WHERE user IS NOT NULL`,
    sql`CREATE INDEX links_by_expiry ON links (expires_at)`,
  ])
}

async function tellDisabled(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [sql`ALTER TABLE users ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0`])
}

/** Finds users by the words of their names. */
async function tellUserWords(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`CREATE TABLE user_words (word TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (word, user)) WITHOUT ROWID`,
    sql`CREATE INDEX words_of_user ON user_words (user)`,
  ])
  const users = sql<{
    id: string
    username: string
    name: string
  }>`SELECT id, username, name FROM users WHERE deleted = 0`
  for (const { id, username, name } of (await users.execute(database)).rows) {
    await runAll(
      database,
      wordsOf(username, name).map((word) => sql`INSERT INTO user_words VALUES (${word}, ${id})`),
    )
  }
}

/**
 * `put_away`: whether somebody archived it, while `archived` rooms are those and the deleted ones. `audit`: what those did
 * who may more than others; `user` is whom it was done to, `details` JSON.
 */
async function tellPeopleRooms(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`ALTER TABLE rooms ADD COLUMN owner TEXT`,
    sql`ALTER TABLE rooms ADD COLUMN revision INTEGER NOT NULL DEFAULT 0`,
    sql`ALTER TABLE rooms ADD COLUMN put_away INTEGER NOT NULL DEFAULT 0`,
    sql`ALTER TABLE rooms ADD COLUMN deleted_at INTEGER`,
    sql`UPDATE rooms SET put_away = archived, owner = json_extract(settings, '$.owner')`,
    sql`CREATE INDEX rooms_of_owner ON rooms (owner, hosted, archived, position) WHERE owner IS NOT NULL`,
    sql`CREATE INDEX rooms_deleted ON rooms (deleted_at) WHERE deleted_at IS NOT NULL`,
    sql`CREATE TABLE audit (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      what TEXT NOT NULL,
      room TEXT,
      user TEXT,
      details TEXT
    )`,
    sql`CREATE INDEX audit_of_room ON audit (room, position) WHERE room IS NOT NULL`,
    sql`CREATE INDEX audit_of_user ON audit (user, position) WHERE user IS NOT NULL`,
    sql`CREATE INDEX audit_of_actor ON audit (actor, position)`,
  ])
}

/** `room` is the room's id, `user` and `name` whose knock it is. */
async function tellDoors(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`CREATE TABLE room_links (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      secret_hash TEXT NOT NULL,
      room TEXT NOT NULL,
      made_by TEXT NOT NULL,
      made_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      uses_left INTEGER NOT NULL
    )`,
    sql`CREATE INDEX links_of_room ON room_links (room, position)`,
    sql`CREATE INDEX room_links_by_expiry ON room_links (expires_at)`,
    sql`CREATE TABLE room_knocks (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      room TEXT NOT NULL,
      user TEXT NOT NULL,
      name TEXT NOT NULL,
      at INTEGER NOT NULL,
      UNIQUE (room, user)
    )`,
    sql`CREATE INDEX knocks_by_time ON room_knocks (at)`,
  ])
}

/** Finds rooms by the words of their names, and orders those by their making in which nothing has happened yet. */
async function tellRoomList(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`ALTER TABLE rooms ADD COLUMN made_at INTEGER NOT NULL DEFAULT 0`,
    sql`ALTER TABLE rooms ADD COLUMN words TEXT NOT NULL DEFAULT ''`,
    sql`UPDATE rooms SET made_at = coalesce(json_extract(settings, '$.madeAt'), 0)`,
  ])
  const rooms = sql<{ position: number; name: string }>`SELECT position, name FROM rooms`
  for (const { position, name } of (await rooms.execute(database)).rows) {
    const words = foldedName(textFromStored(name))
    await sql`UPDATE rooms SET words = ${words} WHERE position = ${position}`.execute(database)
  }
}

/**
 * `room_people`: what each room, by its number in `heads`, was told last that a user is called who has had a seat in it;
 * `untold`: whether rooms are still to hear that a user is called otherwise, or is no more. Of rooms that there are by now it is
 * read who did something there, as far back as the log goes, and who sits there.
 */
async function tellPeopleTold(database: Kysely<unknown>): Promise<void> {
  await runAll(database, [
    sql`CREATE TABLE room_people (
      user TEXT NOT NULL,
      room INTEGER NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (user, room)
    ) WITHOUT ROWID`,
    sql`CREATE INDEX people_of_room ON room_people (room)`,
    sql`ALTER TABLE users ADD COLUMN untold INTEGER NOT NULL DEFAULT 0`,
    sql`UPDATE users SET untold = deleted`,
    sql`CREATE INDEX users_untold ON users (id) WHERE untold = 1`,
  ])
  const seats = sql<{
    room: number
    members: string
  }>`SELECT heads.room, json_extract(state, '$."$room".members') AS members
    FROM heads JOIN snapshots ON snapshots.room = heads.room AND snapshots.version = heads.snapshot WHERE heads.members > 0`
  for (const { room, members } of (await seats.execute(database)).rows)
    for (const member of JSON.parse(members)) await callPerson(database, room, member)
  const done = sql<{ room: number; user: string }>`SELECT room, user FROM (
      SELECT room, user, version FROM actions UNION ALL SELECT room, user, version FROM commits WHERE user IS NOT NULL
    ) AS done GROUP BY room, user ORDER BY max(version)`
  for (const { room, user } of (await done.execute(database)).rows) await callPerson(database, room, JSON.parse(user))
}

async function callPerson(database: Kysely<unknown>, room: number, user: { id: string; name: string }): Promise<void> {
  if (user.id === SYSTEM_USER_ID) return
  await sql`INSERT INTO room_people (room, user, name) VALUES (${room}, ${storableText(user.id)}, ${storableText(user.name)})
    ON CONFLICT (user, room) DO UPDATE SET name = excluded.name`.execute(database)
}

async function runAll(database: Kysely<unknown>, statements: readonly ReturnType<typeof sql>[]): Promise<void> {
  for (const statement of statements) await statement.execute(database)
}
