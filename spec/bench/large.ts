/**
 * What a room's size costs: a room of 8 MB under load, a room of 100,000 commits that is opened, a message's bytes on
 * disk, and a server of 100,000 rooms that starts.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBenchCore } from './support/bench-core.ts'
import { withLoopDelay } from './support/loop-delay.ts'
import { line, talk } from './support/talk.ts'
import { openStore, temporaryFolder } from './support/temporary-store.ts'
import type { Verdicts } from './support/verdicts.ts'

const CELL = 1024
const CELLS = 8 * 1024
const COMMITS = 100_000
const ROOMS = 100_000

export async function benchLarge(verdicts: Verdicts): Promise<void> {
  verdicts.title('A room with 8 MB of state')
  await largeRoom(verdicts)
  verdicts.title('Messages on disk, and a room of 100,000 of them')
  await messages(verdicts)
  verdicts.title('100,000 rooms on disk')
  await manyRooms(verdicts)
}

/** Changes cells at random for some seconds, which makes the log outweigh its snapshot again and again. */
async function largeRoom(verdicts: Verdicts): Promise<void> {
  const { folder, remove } = temporaryFolder()
  const store = await openStore(folder)
  const core = await startBenchCore(talk, store, ['R:1'])
  try {
    const acts = await Promise.all(Array.from({ length: 8 }, (_, index) => core.enter(`user:${index}`, 'R:1')))
    let cell = 0
    const change = (act: (typeof acts)[number]) =>
      act('set', { key: `cell:${cell++ % CELLS}`, value: `${cell} `.padEnd(CELL, 'x') })
    while (cell < CELLS) await Promise.all(acts.map(change))
    const { result, ours, idle } = await withLoopDelay(async () => {
      const until = performance.now() + 10_000
      const from = cell
      const run = async (act: (typeof acts)[number]): Promise<void> => {
        while (performance.now() < until) {
          await change(act)
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
      }
      await Promise.all(acts.map(run))
      return (cell - from) / 10
    })
    verdicts.tell('cells of 1 KB changed', `${Math.round(result)} /s`)
    const delay = `${ours.p99.toFixed(1)} ms, idle ${idle.p99.toFixed(1)} ms`
    verdicts.judge('event loop’s delay, p99', delay, ours.p99 - idle.p99 <= 20, '≤ 20 ms above an idle process')
  } finally {
    await core.stop()
    await store.close()
    remove()
  }
}

async function messages(verdicts: Verdicts): Promise<void> {
  const { folder, remove } = temporaryFolder()
  try {
    const sizes: number[] = []
    for (let part = 0; part < 4; part++) {
      await say(folder, COMMITS / 4)
      sizes.push(sizeOf(folder))
    }
    const payload = JSON.stringify(line(0)).length
    const perMessage = ((sizes[3] ?? 0) - (sizes[0] ?? 0)) / ((COMMITS * 3) / 4)
    verdicts.judge(
      `bytes on disk a message of ${payload} bytes`,
      perMessage.toFixed(0),
      perMessage <= 2.5 * payload + 100,
      `≤ ${(2.5 * payload + 100).toFixed(0)}`,
    )
    const growth = sizes.map((size, index) => (size - (sizes[index - 1] ?? 0)) / (COMMITS / 4))
    const steady = growth.slice(1)
    verdicts.judge(
      'bytes a message in each quarter',
      growth.map((bytes) => bytes.toFixed(0)).join(', '),
      Math.max(...steady) <= 1.5 * Math.min(...steady),
      'linear: within 1.5 × of each other after the first',
    )
    const store = await openStore(folder)
    try {
      const times: number[] = []
      for (let time = 0; time < 5; time++) {
        const started = performance.now()
        await store.log.open('R:1', { epoch: 'bench', rules: 1 })
        times.push(performance.now() - started)
      }
      const [first = 0] = times
      verdicts.judge(`opening a room of ${COMMITS} commits`, `${first.toFixed(1)} ms`, first <= 100, '≤ 100 ms')
    } finally {
      await store.close()
    }
  } finally {
    remove()
  }
}

async function say(folder: string, count: number): Promise<void> {
  const store = await openStore(folder)
  const core = await startBenchCore(talk, store, ['R:1'])
  const acts = await Promise.all(Array.from({ length: 50 }, (_, index) => core.enter(`user:${index}`, 'R:1')))
  let left = count
  const run = async (act: (typeof acts)[number]): Promise<void> => {
    while (left-- > 0) await act('say', line(left))
  }
  await Promise.all(acts.map(run))
  await core.stop()
  await store.close()
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
}

interface Started {
  readonly ms: number
  readonly megabytes: number
}

async function manyRooms(verdicts: Verdicts): Promise<void> {
  const [few, many] = [temporaryFolder(), temporaryFolder()]
  try {
    await makeRooms(few.folder, 100)
    await makeRooms(many.folder, ROOMS)
    const [small, large] = [await start(few.folder), await start(many.folder)]
    verdicts.judge(
      'start-up',
      `${large.ms.toFixed(0)} ms (100 rooms: ${small.ms.toFixed(0)})`,
      large.ms <= 2000,
      '≤ 2 s',
    )
    const more = large.megabytes - small.megabytes
    verdicts.judge('memory more than with 100 rooms', `${more.toFixed(1)} MB`, more <= 20, '≤ 20 MB')
  } finally {
    few.remove()
    many.remove()
  }
}

async function makeRooms(folder: string, count: number): Promise<void> {
  const store = await openStore(folder)
  const record = (_: unknown, index: number) => ({ id: `R:${index}`, name: `Room ${index}`, application: 'talk' })
  await store.rooms.ensure(Array.from({ length: count }, record), 'people')
  await store.close()
}

/** Starts a server on the folder in a process of its own, has somebody read the lobby, and asks for its time and memory. */
async function start(folder: string): Promise<Started> {
  const script = fileURLToPath(new URL('./support/start-many.js', import.meta.url))
  const child = spawn(process.execPath, ['--expose-gc', script, folder], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [started] = (await once(child, 'message')) as [Started]
  await once(child, 'exit')
  return started
}
