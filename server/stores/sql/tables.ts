import type { Generated } from 'kysely'

/** The tables that are asked through kysely, alike in every database. Times are milliseconds since 1970. */
export interface Tables {
  users: UsersTable
  user_looks: UserLooksTable
  user_words: UserWordsTable
  sessions: SessionsTable
  sign_in_failures: SignInFailuresTable
  links: LinksTable
  rooms: RoomsTable
  room_guests: RoomGuestsTable
  room_links: RoomLinksTable
  room_knocks: RoomKnocksTable
  heads: HeadsTable
  audit: AuditTable
  meta: MetaTable
}

interface UsersTable {
  id: string
  username: string
  name: string
  /** A JSON array. */
  roles: string
  password_hash: string
  color: string | null
  /** Null: before it was noted. */
  created_at: number | null
  deleted: 0 | 1
  /** 1: signs in nowhere, until an administrator enables it again. */
  disabled: 0 | 1
  /** 1: rooms are still to hear what they are called, or that they are no more. */
  untold: Generated<0 | 1>
}

/** How the names look that users sign in with: whoever signs up needs looks that nobody has. */
interface UserLooksTable {
  look: string
  user: string
}

/** The words of users' names, by which administrators find them. */
interface UserWordsTable {
  word: string
  user: string
}

interface SignInFailuresTable {
  key: string
  count: number
  at: number
}

interface SessionsTable {
  token_hash: string
  id: string
  user: string
  begun_at: number
  used_at: number
  expires_at: number
  ends_at: number
  address: string
  browser: string
  /** Rises with each session. */
  added: Generated<number>
}

interface LinksTable {
  /** Rises with each link. */
  position: Generated<number>
  id: string
  secret_hash: string
  kind: 'reset' | 'set-up' | 'invitation'
  user: string | null
  made_by: string | null
  made_at: number
  expires_at: number
  uses_left: number
}

interface RoomsTable {
  position: Generated<number>
  id: string
  name: string
  application: string
  /** 1: for everyone to see. */
  public: 0 | 1
  /** A JSON array of the ids of those who may enter; null for everyone. */
  users: string | null
  /** What the room has of its own beside: what its record says, but for what has a column of its own, as JSON. */
  settings: string | null
  /** 1: the host's code says what it is. */
  hosted: 0 | 1
  /** 1: it was put away, or deleted. */
  archived: 0 | 1
  put_away: Generated<0 | 1>
  owner: string | null
  revision: number
  deleted_at: number | null
  /** 0: before it was noted, or a host's. */
  made_at: number
  /** See `foldedName`. */
  words: string
}

/** What those did who may more than others. */
interface AuditTable {
  position: Generated<number>
  at: number
  actor: string
  what: string
  room: string | null
  user: string | null
  /** JSON. */
  details: string | null
}

/** Finds the private rooms of a user, but for those that are archived. */
interface RoomGuestsTable {
  user: string
  application: string
  /** The room's position. */
  room: number
}

interface RoomLinksTable {
  /** Rises with each link. */
  position: Generated<number>
  id: string
  secret_hash: string
  /** The room's id. */
  room: string
  made_by: string
  made_at: number
  expires_at: number
  uses_left: number
}

/** Who asks to be let into which room. */
interface RoomKnocksTable {
  /** Rises with each knock. */
  position: Generated<number>
  /** The room's id. */
  room: string
  user: string
  name: string
  at: number
}

/** What a listing needs of a room's log; the log itself is each store's own. */
interface HeadsTable {
  id: string
  status: string
  members: number
  preview: string | null
}

interface MetaTable {
  name: string
  value: string
}
