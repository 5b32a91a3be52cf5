import { render } from 'preact'
import type { Application } from '../../server/contract/application.ts'
import { systemClock } from '../../server/machine/system-clock.ts'
import type { RoomViews } from '../applications/view-module.ts'
import type { Finding, MakeFinder } from '../client/finder.ts'
import { LateLook, type MakeLook } from '../client/late-look.ts'
import type { MakeRoom } from '../client/lobby.ts'
import { openLobby } from '../client/open-lobby.ts'
import { randomName } from '../client/random-name.ts'
import { type KeyValues, safeStorage } from '../common/safe-storage.ts'
import { Store } from '../common/store.ts'
import { tabDrafts } from '../common/tab-drafts.ts'
import { basePathOf } from './base-path.ts'
import type { Crowding } from './crowding.ts'
import { orderChunk } from './order-chunk.ts'
import { Page } from './page.tsx'
import { PageModel } from './page-model.ts'
import { roomChunk } from './room-chunk.ts'
import { startRouter } from './router.ts'
import { createSessionStore } from './session-store.ts'
import { createSiteApi } from './site-api.ts'
import { isTwin } from './tab-twin.ts'

export interface PageOptions {
  /** The views of the server's applications, by the applications' names. */
  readonly views: RoomViews
  /** What the page calls itself; soc-draw by default. */
  readonly name?: string
  /** The address of a square picture beside the name; soc-draw's own mark by default. */
  readonly icon?: string
  /** The path at which the server is, with a slash at both ends; by default what the server wrote into its page, or `/`. */
  readonly basePath?: string
}

export interface MountedPage {
  /** Takes it down, with every connection: the seats stay for their grace, and the tab remembers its rooms. */
  stop(): void
}

/**
 * Shows the whole page in `place`: sign-in, lobbies, rooms, people, and what there is to be told of the connection. It
 * needs `soc-draw/page.css`, the height of its place, and the addresses below the base path for itself.
 */
export function mountPage(place: Element, { views, name = 'soc-draw', icon, basePath }: PageOptions): MountedPage {
  const base = basePath ?? basePathOf(document)
  const tab = below(
    base,
    safeStorage(() => window.sessionStorage),
  )
  const browser = below(
    base,
    safeStorage(() => window.localStorage),
  )
  tabDrafts.keepIn(tab)
  // Asked once: from then on the page itself holds the lock of the tab's name.
  const twin = isTwin({ tab, locks: navigator.locks, name: randomName })
  const model = new PageModel({
    api: createSiteApi((input, init) => fetch(input, init), base),
    openLobby: (application, token, waiting) =>
      openLobby<Application>({ makeRoom, makeLook, makeFinder }, window.location.origin + base, application, {
        token,
        waiting,
      }),
    views,
    roomParts: roomChunk,
    idle: whenIdle,
    sessions: createSessionStore(tab, browser),
    isTwin: () => twin,
    tab,
    clock: systemClock,
  })
  const router = startRouter(window, base)
  let stopped = false
  const crowding = new Store<Crowding | undefined>(undefined)
  // Only who cannot have a connection of their own needs it: not with the first load.
  const watch = async (): Promise<void> => {
    const { watchCrowding } = await import('./watch-crowding.ts')
    if (!stopped) crowding.set(watchCrowding(base))
  }
  whenIdle(() => watch().catch((error: unknown) => console.error('Too many tabs will not be told of.', error)))
  render(<Page model={model} router={router} crowding={crowding} brand={{ name, icon }} />, place)
  void model.start()
  return {
    stop() {
      model.stop()
      router.stop()
      stopped = true
      crowding.value?.stop()
      render(null, place)
    },
  }
}

/** Rooms are entered through `Visit`, which loads this part of the page before. */
const makeLook: MakeLook = (ports) =>
  new LateLook(ports, loadLook, (error) => console.error('Only the first rooms are kept up to date.', error))

const makeFinder: MakeFinder = (ports) => {
  let finder: Finding | undefined
  const load = async (): Promise<Finding> => {
    const { Finder } = await orderChunk.load()
    finder ??= new Finder(ports)
    return finder
  }
  return { find: async (options) => (await load()).find(options), order: async (after) => (await load()).order(after) }
}

async function loadLook(): Promise<MakeLook> {
  const { Look } = await import('../client/look.ts')
  return (ports) => new Look(ports)
}

const makeRoom: MakeRoom = (ports) => {
  const { part } = roomChunk
  if (part === undefined) throw new Error('a room is entered before its part of the page is there')
  return part.makeRoom(ports)
}

/** Two servers at one origin, each below its own path, have users and rooms of their own. */
function below(basePath: string, storage: KeyValues): KeyValues {
  const own = (key: string): string => (basePath === '/' ? key : `${basePath}${key}`)
  return {
    getItem: (key) => storage.getItem(own(key)),
    setItem: (key, value) => storage.setItem(own(key), value),
    removeItem: (key) => storage.removeItem(own(key)),
  }
}

/** Safari has no idle callbacks; there a moment's pause has to do. */
function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(task)
  else setTimeout(task, 500)
}
