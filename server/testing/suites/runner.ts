/** What registers specs: mocha's functions, or another's that do the same under these names. */
export interface Runner {
  /** Calls `body`, at once or later, and takes what that registers as one suite. */
  describe(title: string, body: () => void): unknown
  it(title: string, body: () => void | Promise<void>): unknown
  before(body: () => unknown): unknown
  after(body: () => unknown): unknown
  beforeEach(body: () => unknown): unknown
  afterEach(body: () => unknown): unknown
}

const NAMES = ['describe', 'it', 'before', 'after', 'beforeEach', 'afterEach'] as const

let handedIn: Runner | undefined

/** From now on suites register with what is handed in, or else with the functions that are global. */
export function useRunner(runner: Runner | undefined): void {
  handedIn = runner
}

/** @throws Error in words where there is nothing to register with */
function current(): Runner {
  if (handedIn) return handedIn
  const globals = globalThis as Partial<Runner>
  const missing = NAMES.filter((name) => typeof globals[name] !== 'function')
  if (missing.length > 0) throw new Error(`There is no global ${missing.join(', ')}: hand in a runner of specs.`)
  return globals as Runner
}

export const describe: Runner['describe'] = (title, body) => current().describe(title, body)
export const it: Runner['it'] = (title, body) => current().it(title, body)
export const before: Runner['before'] = (body) => current().before(body)
export const after: Runner['after'] = (body) => current().after(body)
export const beforeEach: Runner['beforeEach'] = (body) => current().beforeEach(body)
export const afterEach: Runner['afterEach'] = (body) => current().afterEach(body)
