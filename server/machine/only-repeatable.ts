import { NotRepeatable } from '../contract/not-repeatable.ts'

const NOW = 'take `now` from the context'
const CHANCE = 'take `random()` from the context'

/** What gives another answer each time it is asked: where it stands, its name, and what a rule has instead. */
const FICKLE: readonly (readonly [object, string, string, string])[] = [
  [Date, 'now', 'Date.now()', NOW],
  [Math, 'random', 'Math.random()', CHANCE],
  [performance, 'now', 'performance.now()', NOW],
  [crypto, 'randomUUID', 'crypto.randomUUID()', CHANCE],
  [crypto, 'getRandomValues', 'crypto.getRandomValues()', CHANCE],
]

const RealDate = Date

/** Dates that are given their time, and none that take it from the machine. */
const GivenDate: DateConstructor = new Proxy(RealDate, {
  construct(target, args, newTarget): Date {
    if (args.length === 0) throw new NotRepeatable('new Date()', NOW)
    return Reflect.construct(target, args, newTarget === GivenDate ? target : newTarget)
  },
  apply() {
    throw new NotRepeatable('Date()', NOW)
  },
})

/**
 * Runs what is synchronous with the machine's clock and chance out of reach: asked for by their global names, they throw
 * `NotRepeatable`. For development and tests; a rule that got hold of them elsewhere is not found out.
 */
export function onlyRepeatable<R>(run: () => R): R {
  // Within another run they are out of reach already.
  if (globalThis.Date !== RealDate) return run()
  const restore = FICKLE.map(([home, name, what, instead]) =>
    replace(home, name, () => {
      throw new NotRepeatable(what, instead)
    }),
  )
  restore.push(replace(globalThis, 'Date', GivenDate))
  try {
    return run()
  } finally {
    for (const undo of restore) undo()
  }
}

/** Gives an object another property of a name; returns what puts the old one back, or takes it away where it had none of its own. */
function replace(home: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(home, name)
  Object.defineProperty(home, name, { value, configurable: true, writable: true, enumerable: own?.enumerable ?? false })
  return () => {
    if (own) Object.defineProperty(home, name, own)
    else Reflect.deleteProperty(home, name)
  }
}
