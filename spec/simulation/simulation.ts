import { ROOM_KEY } from '../../server/protocol/room-document.ts'
import { checkHandlers } from './check-handlers.ts'
import type { Chronicle } from './chronicle.ts'
import type { Tab } from './tab.ts'
import { trouble } from './troubles.ts'
import type { Happenings, Violation } from './verdict.ts'
import { World } from './world.ts'

export interface Outcome {
  readonly seed: number
  readonly violations: readonly Violation[]
  readonly happenings: Happenings
  /** What happened, line by line, when it was asked for. */
  readonly trace: readonly string[]
}

/** How long peace may take until everything has come to its end, in milliseconds. */
const PEACE = 180_000

/** Plays one seed: servers, pages and people, whatever chance does to them, and then peace; and judges what came of it. */
export async function simulate(seed: number, { traced = false, nodes = 1 } = {}): Promise<Outcome> {
  const world = new World(seed, { traced, nodes })
  const { verdict } = world
  const restore = listen((error) => verdict.fail('runs', `a page reports ${String(error)}`))
  // Refusals are thrown by the thousand; where they were thrown is only worth its time to somebody who reads it.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = traced ? stackTraceLimit : 0
  try {
    await live(world)
    await makePeace(world)
    await judge(world)
    await end(world)
  } catch (error) {
    verdict.fail('runs', error instanceof Error ? (error.stack ?? error.message) : String(error))
  } finally {
    restore()
    Error.stackTraceLimit = stackTraceLimit
  }
  const { violations, happenings, trace } = verdict
  return { seed, violations, happenings, trace }
}

async function live(world: World): Promise<void> {
  const { random, clock } = world
  for (let node = 0; node < world.nodes; node++) world.startServer()
  for (const user of world.users) world.openTab(user)
  for (let step = random.int(15, 55); step > 0; step--) {
    await trouble(world)
    world.poll()
    await clock.pass(random.chance(0.9) ? random.delay(400) : random.delay(30_000))
  }
}

/** Nothing is disturbed any more, and all has to come to its end. */
async function makePeace(world: World): Promise<void> {
  const { clock, log, verdict } = world
  verdict.note(() => 'peace')
  log.next = 'none'
  world.heal()
  world.restoreRights()
  for (const tab of world.tabs) tab.clock.wake()
  await until(world, () => world.isUp)
  world.restoreRooms()
  await until(world, () => world.isUp && world.tabs.every(isLive))
  await visitAll(world)
  // What was made in a room that has become too empty waits for company.
  for (const { id, users = world.users } of world.rooms) {
    if (isDone(world, id)) continue
    const company = users.map((user) => world.openTab(user))
    await clock.pass(2000)
    for (const tab of company) tab.enter(id)
  }
  await until(world, () => world.ledger.waiting.length === 0)
  await clock.pass(40_000)
  for (const what of world.ledger.waiting) verdict.fail('settles', what)
}

/** A server opens a room when somebody asks for it, and only then sees who is no longer there. */
async function visitAll(world: World): Promise<void> {
  const visits = world.rooms.map((room) => ({ room, tab: world.openTab(world.random.pick(world.guests(room))) }))
  await world.clock.pass(1000)
  for (const { room, tab } of visits) tab.enter(room.id)
  await world.clock.pass(2000)
  for (const { tab } of visits) for (const presence of tab.presences) tab.leave(presence)
}

function isLive(tab: Tab): boolean {
  return tab.awake && tab.presences.every(({ room }) => room.live)
}

function isDone(world: World, roomId: string): boolean {
  return world.tabs.every((tab) => tab.presences.every(({ room }) => room.id !== roomId || room.pending === 0))
}

async function until({ clock }: World, condition: () => boolean): Promise<void> {
  for (let passed = 0; passed < PEACE && !condition(); passed += 1000) await clock.pass(1000)
}

async function judge(world: World): Promise<void> {
  const { verdict } = world
  checkLists(world)
  checkWatchers(world)
  for (const chronicle of world.chronicles.values()) {
    checkSeats(world, chronicle)
    checkMembers(world, chronicle)
    checkHandlers(chronicle, verdict)
  }
  await checkViews(world)
  world.ledger.settle(world.chronicles.values())
}

function checkSeats({ tabs, verdict }: World, chronicle: Chronicle): void {
  const { roomId, version } = chronicle
  const inside = tabs.filter((tab) => tab.presences.some(({ room }) => room.id === roomId && !room.spectating))
  const expected = [...new Set(inside.map(({ user }) => user))].sort()
  const { members } = chronicle.head(version)[ROOM_KEY]
  const seated = members.map(({ id, connected }) => (connected ? id : `${id} (away)`)).sort()
  const what = (): string => `${roomId}: seated ${seated}; with a tab there: ${expected}`
  verdict.check('seats', String(seated) === String(expected), what)
}

/** [P12] Nobody was ever a member of a room who had not asked for a seat in it. */
function checkMembers(world: World, chronicle: Chronicle): void {
  const { roomId } = chronicle
  const members = new Set<string>()
  for (let version = 0; version <= chronicle.version; version++)
    for (const { id } of chronicle.head(version)[ROOM_KEY].members) members.add(id)
  const never = [...members].filter((id) => !world.hasAsked(id, roomId))
  world.verdict.check('watchers', never.length === 0, () => `${roomId}: ${never} had a seat, and only ever watched`)
}

/** [P12] In the end all who are in a room, and all lists, tell alike how many users watch it who have no seat. */
function checkWatchers({ tabs, rooms, verdict, nodes }: World): void {
  for (const { id } of rooms) {
    const inside = tabs.flatMap((tab) => tab.presences.flatMap(({ room }) => (room.id === id ? { tab, room } : [])))
    const usersOf = (spectating: boolean) =>
      new Set(inside.filter(({ room }) => room.spectating === spectating).map(({ tab }) => tab.user))
    const seated = usersOf(false)
    const expected = [...usersOf(true)].filter((user) => !seated.has(user)).length
    for (const { tab, room } of inside) {
      const what = (): string => `${tab.name} is told that ${room.watchers} watch ${id}, where ${expected} do`
      verdict.check('watchers', room.watchers === expected, what)
    }
    // It is in no log: the lists of a server that doesn't run the room can't say it.
    if (nodes > 1) continue
    for (const tab of tabs) {
      const listed = tab.watchersOf(id)
      const what = (): string => `${tab.name} lists ${listed} who watch ${id}, where ${expected} do`
      verdict.check('watchers', listed === undefined || listed === expected, what)
    }
  }
}

/** [P10] In the end everybody is told of the rooms that they may enter, and of no other. */
function checkLists({ tabs, rooms, verdict }: World): void {
  for (const { name, user, listed } of tabs) {
    const expected = rooms.filter(({ users }) => users?.includes(user) ?? true).map(({ id }) => id)
    const what = (): string => `${name} lists ${listed} for ${user}, who may enter ${expected}`
    verdict.check('access', String(listed) === String(expected), what)
  }
}

/** Each user's tabs show what a new tab of theirs is given. */
async function checkViews(world: World): Promise<void> {
  const { clock, verdict, tabs } = world
  const old = tabs.flatMap((tab) => tab.presences.map(({ room }) => ({ tab, room })))
  const fresh = new Map<string, Tab>()
  for (const { tab, room } of old) {
    const as = asWhom(tab, room)
    if (!fresh.has(as)) fresh.set(as, world.openTab(tab.user))
  }
  await clock.pass(2000)
  for (const { tab, room } of old) fresh.get(asWhom(tab, room))?.enter(room.id, { spectate: room.spectating })
  await clock.pass(5000)
  const shown = new Map<string, string>()
  for (const { tab, room } of old) {
    const other = fresh.get(asWhom(tab, room))?.presences.find((presence) => presence.room.id === room.id)?.room
    const [mine, theirs] = [viewOf(room), other && viewOf(other)]
    verdict.check('converges', mine === theirs, () => `${tab.name} ends with ${mine}, the new tab with ${theirs}`)
    if (tab.transport.link?.missed) continue
    const presence = JSON.stringify([...room.presence].sort(([one], [another]) => one.localeCompare(another)))
    const expected = shown.get(room.id) ?? presence
    shown.set(room.id, expected)
    verdict.check('presence', presence === expected, () => `${room.id}: ${tab.name} sees ${presence}, not ${expected}`)
  }
}

function asWhom({ user }: Tab, { spectating }: { readonly spectating: boolean }): string {
  return `${user} ${spectating ? 'watches' : 'plays'}`
}

function viewOf({ version, status, members, state }: Tab['presences'][number]['room']): string {
  return JSON.stringify({ version, status, members, state })
}

/** Everything is closed, and nothing may be left behind. */
async function end(world: World): Promise<void> {
  const { clock, verdict, network } = world
  for (const tab of world.tabs) tab.close()
  await clock.pass(40_000)
  await Promise.all([...network.hosts.map((host) => host.stop()), clock.pass(5000)])
  verdict.check('timers', clock.timers === 0, () => `${clock.timers} timers are left`)
}

/** Hears what the client library reports to the page, which is never meant to happen. Returns what ends it. */
function listen(hear: (error: unknown) => void): () => void {
  const before = Reflect.get(globalThis, 'reportError')
  Reflect.set(globalThis, 'reportError', hear)
  return () => void Reflect.set(globalThis, 'reportError', before)
}
