import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { CrashBot } from './crash-bot.ts'
import type { ledger } from './ledger.ts'
import { MortalServer } from './mortal-server.ts'
import { ROOMS } from './rooms.ts'

const BOTS = 20
/** How long a server lives at most before it is killed, in milliseconds. */
const LIVES = 1200
/** How often it is killed while it still starts. */
const KILLED_EARLY = 0.2

export interface CrashReport {
  readonly kills: number
  readonly acknowledged: number
  /** Everything that should not have been, in words. */
  readonly violations: readonly string[]
}

/**
 * Has bots act in a server's rooms while it is killed at random moments and started again; and compares what they were
 * told with what the log holds in the end.
 */
export async function crash(kills: number, random: () => number = Math.random): Promise<CrashReport> {
  const folder = await mkdtemp(join(tmpdir(), 'soc-draw-crash-'))
  const server = await MortalServer.create(folder)
  const bots: CrashBot[] = []
  try {
    server.start()
    await server.listening()
    for (let index = 0; index < BOTS; index++) {
      const roomId = ROOMS[index % ROOMS.length] ?? ''
      bots.push(await CrashBot.enter(server.url, `bot-${index + 1}`, roomId))
    }
    for (const bot of bots) bot.start()
    await killAgainAndAgain(server, kills, random)
    await Promise.all(bots.map((bot) => bot.finish()))
    const violations = [...bots.flatMap(({ name, wrong }) => wrong.map((what) => `${name} ${what}`))]
    for (const roomId of ROOMS) violations.push(...(await judge(server.url, roomId, bots)))
    const acknowledged = bots.reduce((sum, bot) => sum + bot.acknowledged.length, 0)
    return { kills, acknowledged, violations }
  } finally {
    for (const bot of bots) bot.close()
    await server.kill()
    await rm(folder, { recursive: true })
  }
}

async function killAgainAndAgain(server: MortalServer, kills: number, random: () => number): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    await new Promise((resolve) => setTimeout(resolve, random() * LIVES))
    await server.kill()
    server.start()
    if (random() >= KILLED_EARLY) await server.listening()
  }
  await server.kill()
  server.start()
  await server.listening()
}

/** What is wrong with a room, as a newcomer finds it and its log tells it, beside what the bots wrote down. */
async function judge(url: string, roomId: string, bots: readonly CrashBot[]): Promise<string[]> {
  const violations: string[] = []
  const check = (holds: boolean, what: string): void => {
    if (!holds) violations.push(`${roomId}: ${what}`)
  }
  const newcomer = await CrashBot.enter(url, 'newcomer', roomId)
  const { room } = newcomer
  const ids = room.state?.ids ?? []
  check(new Set(ids).size === ids.length, 'an action took effect twice')
  const logged = await readHistory(room)
  check(JSON.stringify(logged.map(({ id }) => id)) === JSON.stringify(ids), 'its history is not its state')
  const versions = new Map(logged.map(({ id, version }) => [id, version]))
  for (const bot of bots.filter((each) => each.roomId === roomId)) {
    for (const { id, version, length } of bot.acknowledged) {
      check(versions.get(id) === version, `${id} was acknowledged at ${version}, and is at ${versions.get(id)}`)
      check(ids[length - 1] === id, `${id} was acknowledged as number ${length}, which is ${ids[length - 1]}`)
    }
    for (const id of bot.refused) check(!versions.has(id), `${id} was refused, and took effect`)
    const own = ids.filter((id) => id.startsWith(`${bot.name}#`)).map((id) => Number(id.split('#')[1]))
    check(own.length === bot.acknowledged.length, `${bot.name} was told of ${bot.acknowledged.length} of ${own.length}`)
    check(
      own.every((number, index) => index === 0 || number > (own[index - 1] ?? 0)),
      `${bot.name}’s order is lost`,
    )
    check(isPrefix(bot.seen, ids), `${bot.name} was shown what is not in the log`)
    await settled(bot.room, room.version)
    check(JSON.stringify(bot.room.state?.ids) === JSON.stringify(ids), `${bot.name} ends with another state`)
  }
  newcomer.close()
  return violations
}

function isPrefix(seen: readonly string[], ids: readonly string[]): boolean {
  return seen.every((id, index) => ids[index] === id)
}

/** All that a room's history tells, oldest first. */
async function readHistory(room: Room<typeof ledger>): Promise<{ id: string; version: number }[]> {
  const pages: { id: string; version: number }[][] = []
  let before: number | null | undefined
  do {
    const page = await room.history({ limit: 200, ...(typeof before === 'number' && { before }) })
    pages.unshift(page.actions.map(({ version, payload }) => ({ id: payload.id, version })).reverse())
    before = page.before
  } while (before !== null)
  return pages.flat()
}

/** Resolves when a room shows a version, or does not for some seconds. */
async function settled(room: Awaited<ReturnType<Lobby<typeof ledger>['enter']>>, version: number): Promise<void> {
  for (let tries = 0; tries < 200 && room.version < version; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
