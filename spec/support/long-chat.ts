import { systemRandomness } from '../../server/host/system-randomness.ts'
import type { LogEntry } from '../../server/rooms/log/room-log.ts'
import type { Patch } from '../../server/state/patches.ts'
import { openSqliteStore } from '../../server/stores/sqlite/open-sqlite-store.ts'

/** How many messages the chat's state holds. */
const IN_STATE = 200
const BATCH = 2000
const SENDER = { id: 'user:2', name: 'user:2' }

/** Fills a data folder with the chat room R:1, in which `count` things were said: `message 1`, `message 2`, … */
export async function writeLongChat(folder: string, count: number): Promise<void> {
  const store = await openSqliteStore({
    folder,
    durability: 'process',
    randomName: () => systemRandomness.name(),
    now: () => Date.now(),
    report: (error) => {
      throw error
    },
  })
  try {
    await store.rooms.ensure([{ id: 'R:1', name: 'First Room', application: 'chat' }], 'host')
    const { term } = await store.log.open('R:1', { epoch: 'long', rules: 1 })
    for (let base = 0; base <= count; base += BATCH) {
      const most = Math.min(BATCH, count + 1 - base)
      const entries = Array.from({ length: most }, (_, index) => entryOf(base + index + 1, count))
      const [outcome] = await store.log.append([{ roomId: 'R:1', term, base, rules: 1, entries }])
      if (!outcome?.ok) throw new Error(`the messages after ${base} were not stored`)
    }
    await store.snapshotsMade()
  } finally {
    await store.close()
  }
}

/** The room's start at version 1; from then on one message a version. Only those that its state ends with go into it. */
function entryOf(version: number, count: number): LogEntry {
  const at = 1_700_000_000_000 + version * 1000
  if (version === 1) {
    const patches: Patch[] = [
      ['set', ['$room', 'status'], 'running'],
      ['set', ['$room', 'started'], true],
      ['set', ['messages'], []],
    ]
    return {
      commit: { version, kind: 'start', at, patches: JSON.stringify(patches) },
      standing: { status: 'running', members: 0 },
    }
  }
  const text = `message ${version - 1}`
  const message = { id: version, sender: SENDER.id, name: SENDER.name, text, at }
  const place = version - 2 - Math.max(0, count - IN_STATE)
  const patches: Patch[] = place < 0 ? [] : [['splice', ['messages'], place, 0, [message]]]
  const what = { kind: 'action', user: SENDER, name: 'say', payload: JSON.stringify({ text }), kept: true } as const
  return { commit: { ...what, version, at, patches: JSON.stringify(patches) } }
}
