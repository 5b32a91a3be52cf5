import fc from 'fast-check'
import type { Json } from '../../../server/state/json.ts'

type Root = { [key: string]: Json }

/** One step of a program. The numbers choose registers, keys and places among what is there when the step runs. */
export interface Step {
  readonly kind: string
  readonly a: number
  readonly b: number
  readonly c: number
  readonly value: Json
}

const KEYS = ['a', 'b', 'c', 'd', '1', '10', 'user:1', 'user:2', 'length', 'push', 'toString']

export const keys = fc.constantFrom(...KEYS)

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'xsmall', withCrossShrink: true },
    fc.constantFrom<Json>(0, 1, -2.5, 9, '', 'x', 'y"\u2028', 'user:1', true, false, null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(keys, tie('json'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

/** Any JSON value. */
export const values: fc.Arbitrary<Json> = json

/** Small values of every shape, for the many places where any would do. */
const SAMPLES: readonly Json[] = [
  0,
  1,
  'x',
  '',
  true,
  null,
  [],
  {},
  [1, 2],
  [[], { a: 1 }],
  { a: [3], 'user:1': { b: 'x' } },
]

/** A state with enough containers to play with. */
export const states: fc.Arbitrary<Root> = fc
  .tuple(
    fc.dictionary(keys, values, { maxKeys: 3, noNullPrototype: true }),
    fc.array(values, { maxLength: 4 }),
    fc.constantFrom(...SAMPLES),
  )
  .map(([table, list, sample]) => ({ b: list, ...table, a: table, c: [list.slice(0, 2), { a: table }, sample] }))
  .map((state) => structuredCloneJson(state))

type Machine = { readonly root: Root; readonly registers: unknown[]; readonly log: unknown[] }
type Operation = (machine: Machine, step: Step) => unknown

/** What an author's handler may do, step by step. `undefined` where the step makes no sense on what it was given. */
const operations: Record<string, Operation> = {
  take: (machine, step) => store(machine, step, read(containerAt(machine, step.a), step.b)),
  takeDeep: (machine, step) => store(machine, step, read(read(read(machine.root, step.a), step.b), step.c)),
  fresh: (machine, step) => store(machine, step, structuredCloneJson(step.value)),
  wrapObject: (machine, step) =>
    store(machine, step, { x: valueAt(machine, step), y: structuredCloneJson(step.value) }),
  wrapArray: (machine, step) => store(machine, step, [valueAt(machine, step), structuredCloneJson(step.value)]),
  spread: (machine, step) => {
    const container = containerAt(machine, step.a)
    return store(machine, step, Array.isArray(container) ? [...container] : { ...container })
  },
  put: (machine, step) => {
    const container = containerAt(machine, step.a)
    if (Array.isArray(container)) container[step.b % (container.length + 1)] = valueAt(machine, step)
    else if (container !== undefined) container[keyFor(container, step.b)] = valueAt(machine, step)
  },
  putChain: (machine, step) => {
    const key = KEYS[step.b % 4] ?? 'a'
    const table = machine.root as Record<string, unknown>
    table[key] ??= []
    const list = table[key]
    if (Array.isArray(list)) return list.push(valueAt(machine, step), valueAt(machine, step))
    return undefined
  },
  swap: (machine, step) => {
    const list = arrayAt(machine, step.a)
    if (list === undefined || list.length < 2) return
    const [i, j] = [step.b % list.length, step.c % list.length]
    ;[list[i], list[j]] = [list[j], list[i]]
  },
  remove: (machine, step) => {
    const container = containerAt(machine, step.a)
    if (container !== undefined && !Array.isArray(container)) delete container[keyFor(container, step.b)]
  },
  readd: (machine, step) => {
    const container = containerAt(machine, step.a)
    if (container === undefined || Array.isArray(container)) return
    const key = keyFor(container, step.b)
    const value = Object.hasOwn(container, key) ? container[key] : null
    delete container[key]
    container[key] = value
  },
  assign: (machine, step) => {
    const container = containerAt(machine, step.a)
    const source = containerAt(machine, step.b)
    if (container !== undefined && !Array.isArray(container) && isSmall(source)) Object.assign(container, source)
  },
  push: (machine, step) => arrayAt(machine, step.a)?.push(valueAt(machine, step), structuredCloneJson(step.value)),
  unshift: (machine, step) => arrayAt(machine, step.a)?.unshift(valueAt(machine, step)),
  pop: (machine, step) => store(machine, step, arrayAt(machine, step.a)?.pop()),
  shift: (machine, step) => store(machine, step, arrayAt(machine, step.a)?.shift()),
  rotate: (machine, step) => {
    const list = arrayAt(machine, step.a)
    if (list !== undefined && list.length > 0) list.push(list.shift())
  },
  splice: (machine, step) => {
    const list = arrayAt(machine, step.a)
    store(machine, step, list?.splice((step.b % 7) - 2, (step.c % 4) - 1, valueAt(machine, step)))
  },
  spliceTail: (machine, step) => store(machine, step, arrayAt(machine, step.a)?.splice((step.b % 7) - 2)),
  sort: (machine, step) => arrayAt(machine, step.a)?.sort((x, y) => textOf(x).localeCompare(textOf(y))),
  sortPlain: (machine, step) => arrayAt(machine, step.a)?.sort(),
  reverse: (machine, step) => arrayAt(machine, step.a)?.reverse(),
  fill: (machine, step) => arrayAt(machine, step.a)?.fill(valueAt(machine, step), (step.b % 5) - 2, step.c % 5),
  copyWithin: (machine, step) => arrayAt(machine, step.a)?.copyWithin((step.b % 6) - 3, (step.c % 5) - 2),
  shorten: (machine, step) => {
    const list = arrayAt(machine, step.a)
    if (list !== undefined) list.length = step.b % (list.length + 1)
  },
  makeNew: (machine, step) => {
    const list = arrayAt(machine, step.a)
    if (list === undefined || list.length > 40) return
    const made = [
      list.slice(step.b % 3),
      list.concat(list),
      list.toSorted(),
      list.toReversed(),
      list.filter((x) => x !== null),
    ]
    store(machine, step, made[step.c % made.length])
  },
  find: (machine, step) => {
    const list = arrayAt(machine, step.a)
    store(machine, step, list?.find((part) => typeof part === 'object' && part !== null) ?? list?.at(-1))
  },
  search: (machine, step) => {
    const list = arrayAt(machine, step.a)
    const value = valueAt(machine, step)
    if (list === undefined) return
    const from = (step.b % 6) - 3
    machine.log.push(
      list.indexOf(value),
      list.indexOf(value, from),
      list.lastIndexOf(value),
      list.lastIndexOf(value, from),
    )
    machine.log.push(list.includes(value), list.find((part) => part === value) === value, list.indexOf(list.at(from)))
  },
  look: (machine, step) => {
    const container = containerAt(machine, step.a)
    if (container === undefined) return
    machine.log.push(
      textOf(container),
      Object.keys(container),
      KEYS.map((key) => key in container),
    )
    machine.log.push(Object.entries(container).map(([key, value]) => `${key}=${textOf(value)}`))
  },
  compare: (machine) => {
    const { registers } = machine
    machine.log.push(registers.map((one) => registers.map((other) => (one === other ? 1 : 0)).join('')))
  },
}

/** Any program of up to `maxLength` steps. */
export function programs(maxLength: number): fc.Arbitrary<readonly Step[]> {
  const step = fc.tuple(fc.constantFrom(...Object.keys(operations)), fc.nat({ max: 40 ** 4 - 1 }))
  return fc.array(step, { minLength: 1, maxLength }).map((steps) => steps.map(([kind, number]) => stepOf(kind, number)))
}

/** One number instead of four: most of a property's time goes into making its cases. */
function stepOf(kind: string, number: number): Step {
  const digit = (place: number) => Math.floor(number / 40 ** place) % 40
  return { kind, a: digit(0), b: digit(1), c: digit(2), value: SAMPLES[digit(3) % SAMPLES.length] ?? null }
}

/**
 * Runs a program on `root`, be it a plain object or a draft. What it could see on its way is added to `log`; its result
 * is the last thing that it took.
 */
export function runProgram(root: Root, program: readonly Step[], log: unknown[]): unknown {
  const machine: Machine = { root, registers: [root, root, root, root, root], log }
  for (const [index, step] of program.entries()) {
    const register = machine.registers
    register[0] = root
    try {
      log.push(typeof operations[step.kind]?.(machine, step))
    } catch (error) {
      // A comparison of something cyclic, on a plain object and on a draft alike.
      if (!(error instanceof TypeError)) throw error
      log.push(`${index}: TypeError`)
    }
  }
  const result = machine.registers.at(-1)
  return typeof result === 'object' && result !== null && program.length % 2 === 0 ? { result } : result
}

/** JSON text, and a word for what has none because it is cyclic or beyond all bounds. */
export function textOf(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined'
}

export function structuredCloneJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

function store(machine: Machine, step: Step, value: unknown): unknown {
  if (value !== undefined) machine.registers[1 + (step.c % 4)] = value
  return value
}

/** What is to be put somewhere: nothing large, for what is put in twice again and again grows beyond all bounds. */
function valueAt(machine: Machine, step: Step): unknown {
  const value = machine.registers[step.c % machine.registers.length]
  return isSmall(value) ? value : structuredCloneJson(step.value)
}

function isSmall(value: unknown): boolean {
  try {
    return textOf(value).length < 400
  } catch {
    return false
  }
}

function containerAt(machine: Machine, number: number): Record<string, unknown> | unknown[] | undefined {
  const value = machine.registers[number % machine.registers.length]
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

function arrayAt(machine: Machine, number: number): unknown[] | undefined {
  const container = containerAt(machine, number)
  if (Array.isArray(container)) return container
  // So that steps on arrays seldom go into the void.
  const part = read(container, number)
  return Array.isArray(part) ? part : undefined
}

function read(container: unknown, number: number): unknown {
  if (typeof container !== 'object' || container === null) return undefined
  const names = Object.keys(container)
  return names.length === 0 ? undefined : (container as Record<string, unknown>)[names[number % names.length] ?? '']
}

function keyFor(container: object, number: number): string {
  const names = [...Object.keys(container), ...KEYS]
  return names[number % names.length] ?? 'a'
}
