import type { AnyApplication } from '../contract/application.ts'
import { watchRules } from '../contract/watch-rules.ts'
import { onlyRepeatable } from '../machine/only-repeatable.ts'

/** A rule that runs for longer, in milliseconds, is told of: all rooms stand still meanwhile. */
const TOO_LONG = 100

export interface RuleWatch {
  /** Refuses rules the machine's clock and chance. */
  readonly strict: boolean
  /** Told of a rule that held up everything: its application, its name and how long it took, in milliseconds. */
  slow(rule: { readonly application: string; readonly rule: string; readonly ms: number }): void
}

/** The application, its rules held to what can be replayed and their slowness told. */
export function watchedRules<App extends AnyApplication>(application: App, { strict, slow }: RuleWatch): App {
  return watchRules(application, (rule, run) => {
    const begun = performance.now()
    try {
      return strict ? onlyRepeatable(run) : run()
    } finally {
      const ms = Math.round(performance.now() - begun)
      if (ms > TOO_LONG) slow({ application: application.name, rule, ms })
    }
  })
}
