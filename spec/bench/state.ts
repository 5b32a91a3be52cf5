/**
 * What one action costs on states of 100 to 100,000 entries, in µs: plain JavaScript, this project's recorder, and two
 * copy-on-write libraries in the same run. Fails when the recorder takes more than 2 × plain + 5 µs.
 */
import { enablePatches, type Objectish, produceWithPatches, setAutoFreeze } from 'immer'
import { create } from 'mutative'
import { record } from '../../server/state/record.ts'
import { measure } from './support/measure.ts'

interface Entry {
  id: number
  text: string
  votes: number
}
interface State {
  list: Entry[]
  table: { [key: string]: Entry }
}
type Action = (state: State, index: number) => void

const SIZES = [100, 10_000, 100_000]

const entry = (id: number): Entry => ({ id, text: 'a line of some length', votes: 0 })

const actions: Record<string, (size: number) => Action> = {
  push: () => (state, index) => void state.list.push(entry(index)),
  'shift + push': () => (state, index) => {
    state.list.push(entry(index))
    state.list.shift()
  },
  'key set': (size) => (state, index) => {
    state.table[`user:${(index * 7919) % size}`] = entry(index)
  },
  'nested field': (size) => (state, index) => {
    const found = state.list[(index * 7919) % size]
    if (found !== undefined) found.votes = index
  },
  // One in, one out, so that there always is something to delete.
  'key in, delete': () => (state, index) => {
    state.table[`new:${index}`] = entry(index)
    delete state.table[`new:${index - 50}`]
  },
}

/** Each gives the bytes of the action's patches. */
const runners = {
  plain: (state: State, action: Action) => (index: number) => {
    action(state, index)
    return 0
  },
  ours: (state: State, action: Action) => (index: number) =>
    bytes(record(state, (draft) => action(draft, index)).patches),
  mutative: (initial: State, action: Action) => {
    let state = initial
    return (index: number) => {
      const [next, patches] = create(state, (draft) => action(draft, index), { enablePatches: true })
      state = next
      return bytes(patches)
    }
  },
  immer: (initial: State, action: Action) => {
    let state: Objectish = initial
    return (index: number) => {
      const [next, patches] = produceWithPatches(state, (draft: Objectish) => action(draft as State, index))
      state = next as Objectish
      return bytes(patches)
    }
  },
}

/** Set while times are taken: making text of patches isn't what is measured. */
let timing = false
let over = false

enablePatches()
setAutoFreeze(false)
print(['action', 'entries', ...Object.keys(runners), 'limit', 'bytes ours', 'mutative', 'immer'])
for (const [name, make] of Object.entries(actions)) {
  for (const size of SIZES) bench(name, size, make(size))
}
for (const size of SIZES) benchFirstDelete(size)
process.exitCode = over ? 1 : 0

function bench(name: string, size: number, action: Action): void {
  const shared = stateOf(size)
  // Plain JavaScript and ours work on one state in turn; each of the others makes states of its own.
  const inPlace = [runners.plain(shared, action), runners.ours(shared, action)]
  const copying = [runners.mutative(stateOf(size), action), runners.immer(stateOf(size), action)]
  timing = true
  const [plain = 0, ours = Number.NaN] = measure(inPlace, 60, 200)
  const others = copying.flatMap((run) => measure([run], size > 1_000 ? 2 : 20, size > 1_000 ? 1 : 20))
  timing = false
  const limit = 2 * plain + 5
  if (!(ours <= limit)) over = true
  const sizes = [inPlace[1], ...copying].map((run) => run?.(10 * size) ?? 0)
  print([name, size, ...[plain, ours, ...others, limit].map((time) => time.toFixed(2)), ...sizes])
}

/** The first deletion in an object: nothing of what the recorder notes of it may grow with the state. */
function benchFirstDelete(size: number): void {
  const states = Array.from({ length: 3 }, () => stateOf(size))
  const times = states.map((state) => {
    const start = performance.now()
    record(state, ({ table }) => {
      delete table['user:5']
    })
    return (performance.now() - start) * 1000
  })
  print(['first delete', size, '', Math.min(...times).toFixed(2)])
}

function stateOf(size: number): State {
  const entries = Array.from({ length: size }, (_, id) => entry(id))
  return { list: entries, table: Object.fromEntries(entries.map(({ id }) => [`user:${id}`, entry(id)])) }
}

function bytes(patches: unknown): number {
  return timing ? 0 : JSON.stringify(patches).length
}

function print(cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell, at) => String(cell).padStart(at === 0 ? 15 : 10)).join('')}\n`)
}
