import { expect } from 'chai'
import { createSessionStore, type Session } from '../../web/lobby/session-store.ts'
import { FakeStorage } from '../support/fake-storage.ts'

const session = (name: string): Session => ({ token: `token of ${name}`, user: { id: name, name } })

describe('session store', () => {
  let browser: FakeStorage
  const openTab = (tab = new FakeStorage()) => createSessionStore(tab, browser)

  beforeEach(() => {
    browser = new FakeStorage()
  })

  it('keeps a tab’s session over a reload, and from the other tabs', () => {
    const tab = new FakeStorage()
    openTab(tab).save(session('ann'), false)
    expect(openTab(tab).load()).to.deep.equal(session('ann'))
    expect(openTab().load()).to.equal(undefined)
  })

  it('keeps the session of who stays signed in for new tabs, and lets each tab be somebody else', () => {
    const other = openTab()
    other.save(session('ben'), false)
    openTab().save(session('ann'), true)
    expect(openTab().load()).to.deep.equal(session('ann'))
    expect(other.load()).to.deep.equal(session('ben'))
  })

  it('never turns a tab that signed out into the browser’s user', () => {
    openTab().save(session('ann'), true)
    const tab = new FakeStorage()
    const store = openTab(tab)
    store.save(session('ben'), false)
    store.clear()
    expect(openTab(tab).load()).to.equal(undefined)
    expect(openTab().load()).to.deep.equal(session('ann'))
  })

  it('forgets the browser’s session when that very one is signed out', () => {
    openTab().save(session('ann'), true)
    openTab().clear()
    expect(openTab().load()).to.equal(undefined)
  })

  it('tells a tab’s own session from the browser’s', () => {
    const store = openTab()
    expect(store.isOwn).to.equal(false)
    store.save(session('ann'), false)
    expect(store.isOwn).to.equal(true)
    store.save(session('ann'), true)
    expect(store.isOwn).to.equal(false)
    expect(openTab().isOwn).to.equal(false)
  })

  it('takes what something else wrote for nothing', () => {
    for (const text of ['', '{', 'null', '7', '{"token":"t"}', '{"token":"t","user":{"id":1,"name":"n"}}']) {
      const tab = new FakeStorage()
      tab.values.set('soc-draw.session', text)
      expect(openTab(tab).load(), text).to.equal(undefined)
    }
  })
})
