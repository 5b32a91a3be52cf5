import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'chai'

const OUTSIDER = join(import.meta.dirname, 'outsider.ts')

/** Runs an outsider's specs by node:test: how many passed and failed, and all that was said. */
function run(fault = ''): Promise<{ passed: number; failed: number; said: string }> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const options = { env: { ...env, FAULT: fault }, timeout: 60_000, maxBuffer: 10_000_000 }
  const args = ['--import', 'tsx', '--test', '--test-reporter=tap', OUTSIDER]
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (_error, stdout, stderr) => {
      const count = (what: string) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(stdout)?.[1])
      resolve({ passed: count('pass'), failed: count('fail'), said: stdout + stderr })
    })
  })
}

// Each runs all of the suites in a process of its own.
describe('the suites of stores and carriers, by another runner than mocha', function () {
  this.timeout(60_000)

  it('pass on the store and the carrier in memory', async () => {
    const { passed, failed, said } = await run()
    expect(failed, said).to.equal(0)
    expect(passed).to.be.greaterThan(150)
  })

  it('notice a store that does not find whom it holds', async () => {
    const { failed, said } = await run('deaf')
    expect(failed).to.be.greaterThan(5)
    expect(said).to.match(/not ok .* finds a user by id and by username/)
  })

  it('notice a store that says it is one server’s alone, and is not', async () => {
    const { failed, said } = await run('alone')
    expect(failed).to.equal(1)
    expect(said).to.match(/not ok .* has nothing of what only servers that share it need/)
  })
})
