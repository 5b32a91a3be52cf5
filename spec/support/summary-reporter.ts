import type { Runner } from 'mocha'
import { reporters } from 'mocha'

/**
 * Mocha's `spec` reporter, with one plain closing line for people and CI: `N passed, N failed, N skipped`.
 */
export default class SummaryReporter extends reporters.Spec {
  constructor(runner: Runner, options?: Mocha.MochaOptions) {
    super(runner, options)
    runner.once('end', () => {
      // Mocha prints its own epilogue on the same event; the line has to come after it.
      queueMicrotask(() => {
        const { passes, failures, pending } = this.stats
        process.stdout.write(`${passes} passed, ${failures} failed, ${pending} skipped\n`)
      })
    })
  }
}
