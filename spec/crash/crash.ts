import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitFor } from '../end-to-end/support/wait-for.ts'
import { CrashBot } from './crash-bot.ts'
import { judge } from './judge.ts'
import { judgeLog } from './judge-log.ts'
import { MortalServer } from './mortal-server.ts'
import { ROOMS } from './rooms.ts'

const BOTS = 20
/** How long a server lives at most before it is killed, in milliseconds. */
const LIVES = 1200
/** How many actions it has acknowledged for each time that it is killed, at the least: whoever did nothing has lost nothing. */
const ACKNOWLEDGED = 100
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
 * told with what the log holds in the end. @throws Error when they are not told enough
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
    const acknowledged = () => bots.reduce((sum, bot) => sum + bot.acknowledged.length, 0)
    await waitFor(() => acknowledged() > ACKNOWLEDGED * kills, 'the bots were acknowledged often enough', 60_000)
    await Promise.all(bots.map((bot) => bot.finish()))
    const violations = [...bots.flatMap(({ name, wrong }) => wrong.map((what) => `${name} ${what}`))]
    for (const roomId of ROOMS) {
      violations.push(...(await judge(server.url, roomId, bots)))
      violations.push(...(await judgeLog(folder, roomId)))
    }
    return { kills, acknowledged: acknowledged(), violations }
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
