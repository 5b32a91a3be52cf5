import { expect } from 'chai'
import { isTwin, type Locks } from '../../web/lobby/tab-twin.ts'
import { FakeStorage } from '../support/fake-storage.ts'

/** A browser's locks, each held by one page until that is closed. */
class FakeLocks {
  readonly #held = new Set<string>()

  /** As one page sees them. */
  page(): Locks & { close(): void } {
    const own: string[] = []
    const request = (name: string, _options: unknown, granted: (lock: Lock | null) => unknown): Promise<unknown> => {
      if (this.#held.has(name)) return Promise.resolve(granted(null))
      this.#held.add(name)
      own.push(name)
      return Promise.resolve(granted({ name, mode: 'exclusive' }))
    }
    const close = (): void => own.splice(0).forEach((name) => void this.#held.delete(name))
    return { request: request as Locks['request'], close }
  }
}

describe('a tab', () => {
  let named = 0
  const open = (tab: FakeStorage, locks: Locks | undefined) => isTwin({ tab, locks, name: () => `tab ${++named}` })

  it('that is new, or was loaded anew, is nobody’s copy', async () => {
    const [browser, tab] = [new FakeLocks(), new FakeStorage()]
    const page = browser.page()
    expect(await open(tab, page)).to.equal(false)
    page.close()
    expect(await open(tab, browser.page())).to.equal(false)
    expect(await open(new FakeStorage(), browser.page())).to.equal(false)
  })

  it('that was duplicated is a copy once, and has a name of its own from then on', async () => {
    const [browser, tab] = [new FakeLocks(), new FakeStorage()]
    await open(tab, browser.page())
    const copy = new FakeStorage()
    for (const [key, value] of tab.values) copy.values.set(key, value)
    const page = browser.page()
    expect(await open(copy, page)).to.equal(true)
    page.close()
    expect(await open(copy, browser.page()), 'loaded anew').to.equal(false)
  })

  it('is taken for itself where nobody can tell', async () => {
    const tab = new FakeStorage()
    expect([await open(tab, undefined), await open(tab, undefined)]).to.deep.equal([false, false])
    const refused: Locks = { request: () => Promise.reject(new Error('no locks here')) }
    expect(await open(tab, refused)).to.equal(false)
  })
})
