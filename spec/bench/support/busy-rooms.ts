import { BEAT } from '../../../server/rooms/log/committer.ts'
import type { Store } from '../../../server/stores/store.ts'
import { startBenchCore } from './bench-core.ts'
import { type LoopDelay, withLoopDelay } from './loop-delay.ts'
import { line, talk } from './talk.ts'
import { percentile } from './verdicts.ts'

export const ROOMS = 100
const CLIENTS_OF_A_ROOM = 10
const UNDERWAY_OF_A_CLIENT = 1
const SECONDS = 5

/** After such a time the log commits at once what comes, in milliseconds. */
export const QUIET = BEAT + 4

/** Opens an empty store, and removes what it was in when it is closed. */
export type Open = () => Promise<{ readonly store: Store; remove(): void | Promise<void> }>

/** Actions a second of many rooms, each with some clients that act again as soon as they are answered; and the event loop's delay meanwhile. */
export async function throughput(open: Open): Promise<{ perSecond: number; ours: LoopDelay; idle: LoopDelay }> {
  const { store, remove } = await open()
  const roomIds = Array.from({ length: ROOMS }, (_, index) => `R:${index}`)
  const core = await startBenchCore(talk, store, roomIds)
  try {
    const acts = await Promise.all(
      roomIds.flatMap((roomId) =>
        Array.from({ length: CLIENTS_OF_A_ROOM }, (_, index) => core.enter(`user:${index}`, roomId)),
      ),
    )
    let done = 0
    let stopped = false
    const act = async (say: (name: string, payload: unknown) => Promise<void>): Promise<void> => {
      while (!stopped) {
        await say('say', line(done))
        done++
      }
    }
    const acting = acts.flatMap((say) => Array.from({ length: UNDERWAY_OF_A_CLIENT }, () => act(say)))
    await pause(1000)
    const { result, ours, idle } = await withLoopDelay(async () => {
      const [from, started] = [done, performance.now()]
      await pause(SECONDS * 1000)
      return ((done - from) * 1000) / (performance.now() - started)
    })
    stopped = true
    await Promise.all(acting)
    return { perSecond: result, ours, idle }
  } finally {
    await core.stop()
    await store.close()
    await remove()
  }
}

/** The median of one action's milliseconds. @param after how long after the last answer each action is made, in milliseconds */
export async function oneByOne(open: Open, after: number): Promise<number> {
  const { store, remove } = await open()
  const core = await startBenchCore(talk, store, ['R:1'])
  try {
    const say = await core.enter('user:1', 'R:1')
    const times: number[] = []
    for (let index = 0; index < 400; index++) {
      const started = performance.now()
      await say('say', line(index))
      if (index >= 100) times.push(performance.now() - started)
      await pause(after)
    }
    return percentile(times, 0.5)
  } finally {
    await core.stop()
    await store.close()
    await remove()
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
