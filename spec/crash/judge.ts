import type { Room } from '../../web/client/client-api.ts'
import { CrashBot } from './crash-bot.ts'
import type { ledger } from './ledger.ts'

/** What is wrong with a room, as a newcomer finds it and its log tells it, beside what the bots wrote down. */
export async function judge(url: string, roomId: string, bots: readonly CrashBot[]): Promise<string[]> {
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
async function settled(room: Room<typeof ledger>, version: number): Promise<void> {
  for (let tries = 0; tries < 200 && room.version < version; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
