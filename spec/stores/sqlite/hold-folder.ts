import { systemRandomness } from '../../../server/host/system-randomness.ts'
import { openSqliteStore } from '../../../server/stores/sqlite/open-sqlite-store.ts'

// A process with a store: it stores one commit, says so, and keeps the store until it is told to stop.
const store = await openSqliteStore({
  folder: process.argv[2] ?? '',
  durability: 'power',
  randomName: systemRandomness.name,
  now: Date.now,
  report: (error) => {
    throw error
  },
})
const { term } = await store.log.open('R:1', { epoch: 'epoch', rules: 1 })
const commit = { version: 1, kind: 'connect', at: 1, patches: '[]' } as const
const [outcome] = await store.log.append([{ roomId: 'R:1', term, base: 0, rules: 1, entries: [{ commit }] }])
process.once('SIGTERM', () => store.close())
console.error(JSON.stringify(outcome))
