import type { Lobby } from './client-api.ts'
import { Finder } from './finder.ts'
import { Look } from './look.ts'
import { type ConnectOptions, openLobby } from './open-lobby.ts'
import { RoomClient } from './room.ts'

const PARTS: Parameters<typeof openLobby>[0] = {
  makeRoom: (ports) => new RoomClient(ports),
  makeLook: (ports) => new Look(ports),
  makeFinder: (ports) => new Finder(ports),
}

/**
 * Connects to the lobby of `application` at `url`, as http(s)://host:port, or with the path of the server's `prefix`. From
 * then on the connection comes back by itself.
 * @throws SocDrawError `UNAUTHENTICATED`; `NOT_FOUND` where there is no such application; whatever else the server refuses
 * with for good; after `timeout` `CONNECTION_FAILED`, `TIMED_OUT` where nothing was answered, or what the server said last;
 * TypeError where `url` is no server's address
 */
export function connect<App>(url: string, application: string, options: ConnectOptions): Promise<Lobby<App>> {
  return openLobby(PARTS, url, application, options)
}
