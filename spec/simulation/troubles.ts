import { ROLES } from '../../server/protocol/roles.ts'
import type { ActionName } from './checked-application.ts'
import type { Fault } from './hostile-log.ts'
import type { Link } from './link.ts'
import type { Presence, Tab } from './tab.ts'
import type { World } from './world.ts'

const ACTIONS: { readonly [Name in ActionName]: number } = {
  add: 10,
  note: 6,
  tidy: 3,
  look: 2,
  moderate: 4,
  refused: 2,
  call: 4,
  broken: 1,
}

const FAULTS: { readonly [Name in Exclude<Fault, 'none'>]: number } = {
  before: 2,
  after: 3,
  'one room': 2,
  late: 2,
  slow: 2,
  open: 1,
}

const TROUBLES = {
  act: 30,
  burst: 5,
  enter: 14,
  watch: 5,
  turn: 6,
  leave: 4,
  'open a tab': 4,
  'close a tab': 3,
  present: 6,
  sleep: 2,
  cut: 10,
  'read slowly': 3,
  'act and cut': 6,
  'log fault': 8,
  crash: 2,
  stop: 1,
  'a right ends': 4,
  'a role changes': 6,
  'somebody is banned': 3,
  'a room is archived': 2,
  'a room is deleted': 2,
  'a room is renamed': 2,
  'an hour passes': 0.5,
  'a day passes': 0.3,
} as const

/** What happens where there are several servers: rights and rooms are changed on one only, so far. */
const TROUBLES_OF_NODES = {
  ...TROUBLES,
  crash: 5,
  stop: 4,
  freeze: 5,
  'cut off from the bus': 5,
  'cut off from the leases': 5,
  'cut off from both': 3,
  'a right ends': 0,
  'a role changes': 0,
  'somebody is banned': 0,
  'a room is archived': 0,
  'a room is deleted': 0,
  'a room is renamed': 0,
  // Servers that say each second that they are there make long times long.
  'an hour passes': 0,
  'a day passes': 0,
} as const

const MAX_TABS = 6
const HOUR = 60 * 60 * 1000

/** Does one thing that users, networks and machines do. */
export async function trouble(world: World): Promise<void> {
  const { random, verdict } = world
  const what = world.nodes > 1 ? random.weighted(TROUBLES_OF_NODES) : random.weighted(TROUBLES)
  verdict.happened(what)
  switch (what) {
    case 'open a tab':
      if (world.tabs.length < MAX_TABS) world.openTab(random.pick(world.users))
      break
    case 'log fault':
      world.log.next = random.weighted(FAULTS)
      break
    case 'crash':
      world.crash()
      break
    case 'freeze':
      world.freeze()
      break
    case 'cut off from the bus':
      world.disconnect('bus')
      break
    case 'cut off from the leases':
      world.disconnect('leases')
      break
    case 'cut off from both':
      world.disconnect('both')
      break
    case 'stop':
      void world.restart()
      break
    case 'a right ends':
      world.endRight(random.pick(world.users), random.pick(world.rooms).id)
      break
    case 'a role changes':
      void world.changeRole(random.pick(world.users), random.pick(world.rooms).id, random.pick(ROLES))
      break
    case 'somebody is banned':
      void world.shut.ban(random.pick(world.users), random.pick(world.rooms).id)
      break
    case 'a room is archived':
      world.archive(random.pick(world.rooms).id)
      break
    case 'a room is deleted':
      void world.shut.delete(random.pick(world.rooms).id)
      break
    case 'a room is renamed':
      world.rename(random.pick(world.rooms).id, `Room ${random.int(1, 1000)}`)
      break
    case 'an hour passes':
      await passWithout(world, HOUR)
      break
    case 'a day passes':
      await passWithout(world, 25 * HOUR)
      break
    default:
      if (world.awake.length > 0) disturb(world, random.pick(world.awake), what)
  }
}

type Disturbance = Exclude<
  keyof typeof TROUBLES,
  | 'open a tab'
  | 'log fault'
  | 'crash'
  | 'stop'
  | 'a right ends'
  | 'a role changes'
  | 'somebody is banned'
  | 'a room is archived'
  | 'a room is deleted'
  | 'a room is renamed'
  | 'an hour passes'
  | 'a day passes'
>

/** Does something at one tab. */
function disturb(world: World, tab: Tab, what: Disturbance): void {
  const { random, network } = world
  const { link } = tab.transport
  const presence = tab.presences.length > 0 ? random.pick(tab.presences) : undefined
  if (what === 'enter' || what === 'watch' || !presence) {
    tab.enter(random.pick(world.rooms).id, { spectate: what === 'watch' })
  } else if (what === 'turn') tab.turn(presence)
  else if (what === 'act') act(world, tab, presence)
  else if (what === 'burst') for (let count = 0; count < 30; count++) act(world, tab, presence)
  else if (what === 'leave') tab.leave(presence)
  else if (what === 'close a tab') tab.close()
  else if (what === 'present') tab.present(presence, `${random.int(0, 1000)}`)
  else if (what === 'sleep') sleep(world, tab, random.delay(120_000))
  else if (what === 'read slowly') readSlowly(world, link)
  else if (link) {
    if (what === 'act and cut') act(world, tab, presence)
    world.clock.setTimer(random.delay(500), () => network.cut(link))
  }
}

/** Everybody's machine sleeps; what they did last may have been on its way. */
async function passWithout(world: World, duration: number): Promise<void> {
  for (const tab of world.awake) {
    for (const presence of tab.presences) act(world, tab, presence)
    if (tab.transport.link && world.random.chance(0.5)) world.network.cut(tab.transport.link)
  }
  for (const tab of world.tabs) sleep(world, tab, duration)
  await world.clock.pass(duration)
}

function readSlowly({ random, clock }: World, link: Link | undefined): void {
  if (!link) return
  link.keepsUp = false
  clock.setTimer(random.delay(8000), () => {
    link.keepsUp = true
  })
}

function act({ random }: World, tab: Tab, presence: Presence): void {
  if (random.chance(0.03)) tab.mistake(presence)
  else tab.act(presence, random.weighted(ACTIONS))
}

/** The tab's page stands still; for the server it is gone after a while. */
function sleep({ verdict, network }: World, tab: Tab, duration: number): void {
  verdict.note(() => `${tab.name} sleeps for ${duration} ms`)
  tab.clock.sleep(duration)
  if (tab.transport.link) network.silence(tab.transport.link)
}
