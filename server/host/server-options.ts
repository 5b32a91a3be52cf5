import type { CorsOptions } from 'cors'
import type { ServerOptions as SocketServerOptions } from 'socket.io'
import type { RoomMakers } from '../accounts/room-rights.ts'
import type { NewUser } from '../accounts/users.ts'
import type { OpenBus } from '../cluster/bus.ts'
import type { AnyApplication } from '../contract/application.ts'
import type { SignUp } from '../http/account-routes.ts'
import type { FrontEnd } from '../http/front-end.ts'
import type { SignInLimit } from '../http/sign-in-limit.ts'
import type { Clock } from '../protocol/clock.ts'
import type { Role } from '../protocol/roles.ts'
import type { User } from '../protocol/room-document.ts'
import type { RoomLimits } from '../rooms/limits.ts'
import type { Account, CarryOut, Operation, RoomRecord } from '../rooms/ports.ts'
import type { Handshake } from '../sockets/authenticate.ts'
import type { Durability } from '../stores/sqlite/generation.ts'
import type { Store } from '../stores/store.ts'

/** What a server of its own port is told, beside what `MountOptions` say. */
export interface ServerOptions extends MountOptions {
  /** 8089 by default; 0: any free port. */
  readonly port?: number
  /** 127.0.0.1 by default: this machine only. */
  readonly host?: string
  /** Where the page comes from; from nowhere by default. */
  readonly frontEnd?: FrontEnd
  /** See Fastify's `trustProxy`. */
  readonly trustProxy?: string | false
  /** One of pino's levels; `info` by default. */
  readonly logLevel?: string
}

/** What rooms on any Fastify instance are told. */
export interface MountOptions {
  /** One lobby each. */
  readonly applications: readonly AnyApplication[]
  /**
   * The host's rooms. At every start they become what stands here: name, users, owner, moderators, players and watch may change
   * at any time, options until a room has begun. A room that is not named any more is archived: out of all lists, to be read only.
   */
  readonly rooms?: readonly RoomRecord[]
  /** The accounts that are to be there: made if missing; what differs of one that is there is said, and stays. */
  readonly users?: readonly NewUser[]
  /**
   * Replaces the built-in accounts: says who a connection is, or null for nobody. An `id` is text of 1 to 300 characters
   * and no name that every object has, such as `constructor`; a `name` is 1 to 100 printable characters. Anything else
   * is refused like nobody, and logged in words. A `color`, which others see beside the name, is as `#08f0a0`, or none.
   */
  readonly authenticate?: (
    handshake: Handshake,
  ) => Promise<(User & { readonly roles?: readonly string[]; readonly color?: string }) | null>
  /**
   * Replaces the built-in rights: says whether a user may enter a room, watch it, or act in it. Who may neither enter nor
   * watch a room does not see it.
   */
  readonly authorize?: (request: { user: Account; operation: Operation; room: RoomRecord }) => boolean
  /**
   * Replaces what the built-in rights say of roles, that administrators are owners of every room: says what a user is in
   * a room. `role` is what the room itself says, by `setRole`, or else by its `owner` and `moderators`. Asked when
   * somebody takes a seat, and at `recheck`.
   */
  readonly roleOf?: (request: { user: Account; room: RoomRecord; role: Role }) => Role
  /**
   * Whether rules that ask the machine's clock or chance are refused, in words, since a replay of the log would get other
   * answers: for development and specs. So by default where the page comes from its sources, and nowhere else.
   */
  readonly strictRules?: boolean
  /** Who may make rooms: whoever is signed in (`everyone`, by default), those whose roles have `moderator`, or administrators only. */
  readonly makeRooms?: RoomMakers
  /** Whether whoever has no account comes in with a name: no password, no rights of their own, gone after a day unused. */
  readonly guests?: boolean
  /** How many rooms one user may have that are not deleted; 100 by default. */
  readonly roomsPerUser?: number
  /** Carries out what handlers ask of the host by `effect`, by its name. What rejects is tried again. */
  readonly effects?: Readonly<Record<string, CarryOut>>
  /** What the sign-in page offers to everybody: for development. */
  readonly demo?: { readonly users: readonly { readonly username: string }[]; readonly password: string }
  /** Sign-in attempts a minute from one address for one name; 10 by default. `none`: wrong passwords are not slowed down either. */
  readonly signInLimit?: SignInLimit
  /** Who may make an account: anybody (`open`), whoever has an administrator's link (`invited`), or nobody (`closed`, by default). */
  readonly signUp?: SignUp
  /**
   * Told, at a start where nobody is an administrator, of a link by which somebody makes an account that is one: once, within
   * a day, until the next start. `path` is its address below the server's origin, a secret that belongs in no log.
   */
  readonly setUp?: (link: { readonly path: string; readonly expiresAt: number }) => void
  readonly limits?: Partial<RoomLimits>
  /**
   * How far behind the event loop may be for a second, in milliseconds, before new connections are refused with
   * `OVERLOADED` until it is in time again; 200 by default. `Infinity`: however far.
   */
  readonly maxLag?: number
  /** A path such as `/draw`, below which everything of the server's stands, sockets too; nothing by default. */
  readonly prefix?: string
  /** Which HTTP routes there are. `createServer` has all by default; `mountRooms` only `sessions`. */
  readonly routes?: Routes
  /**
   * The other origins whose pages may sign in and connect: over HTTP and by sockets alike, WebSockets too. Without it
   * browsers keep other origins from everything but WebSockets, which carry nobody's token by themselves.
   */
  readonly cors?: CorsOptions
  /** Further options for Socket.IO: `transports`, an adapter, … */
  readonly socket?: Partial<Omit<SocketServerOptions, 'cors'>>
  /**
   * Where everything is kept: a folder, `data` by default, made if it is missing; a PostgreSQL database, as
   * `postgres://user:password@host:5432/database`; `memory`, to forget it all at the end; or a store of the host's own, which
   * the server closes when it stops.
   */
  readonly data?: string | Store
  /**
   * Where the servers that share one PostgreSQL database reach each other, such as `redis://redis.example.org:6379`: each
   * takes any client, and rooms are run by one of them at a time. Without it a server is to be alone on its database.
   */
  readonly redis?: string
  /** Joins the other servers by another way than Redis. */
  readonly bus?: OpenBus
  /** What an acknowledged action survives: a power failure, or (quicker on slow disks) the end of the process only. Not for PostgreSQL. */
  readonly durability?: Durability
  /** Whether the log keeps every commit's patches, so that any version can be replayed; by default only the newest ones. */
  readonly keepLog?: boolean
  /** The time that rooms go by, for specs; the machine's own by default. */
  readonly clock?: Clock
}

/** The server's HTTP routes, each to be switched on or off. */
export interface Routes {
  /** `/api/sessions` and `/api/account`: signing in and out, one's own account. Only ever there with the built-in accounts. */
  readonly sessions?: boolean
  /** `/api/rooms` and `/api/applications`: what people do with rooms, by whatever says who they are. */
  readonly rooms?: boolean
  /** `/api/site`: what the shipped page asks for. */
  readonly site?: boolean
  /** `/healthz` and `/readyz`. */
  readonly health?: boolean
  /** `/api/openapi.json`: what all of these are, as OpenAPI 3.1; and `/api/docs`, to read and try it in a browser. */
  readonly document?: boolean
}
