import { expect } from 'chai'
import type { Route } from '../../web/lobby/route.ts'
import { type RouterWindow, startRouter } from '../../web/lobby/router.ts'

const room = (id: string, people = false): Route => ({ page: 'room', application: 'chat', room: id, people })

/** A window of which only the address matters: a list of those one has been at. */
class FakeWindow extends EventTarget implements RouterWindow {
  readonly entries: string[]
  #at = 0

  constructor(address: string) {
    super()
    this.entries = [address]
  }

  get location(): { pathname: string; hash: string } {
    return new URL(this.entries[this.#at] ?? '/', 'http://here')
  }

  readonly history = {
    pushState: (_state: unknown, _title: string, address?: string | URL | null): void => {
      this.entries.splice(this.#at + 1, Infinity, String(address))
      this.#at += 1
    },
  }

  back(): void {
    this.#at -= 1
    this.dispatchEvent(new Event('popstate'))
  }
}

describe('router', () => {
  it('begins where the page was opened', () => {
    expect(startRouter(new FakeWindow('/chat/R:2')).route).to.deep.equal(room('R:2'))
  })

  it('goes to a room, and the back button returns', () => {
    const window = new FakeWindow('/')
    const router = startRouter(window)
    const seen: Route[] = []
    router.subscribe(() => seen.push(router.route))
    router.go(room('R:1'))
    router.go(room('R:1', true))
    window.back()
    window.back()
    expect(window.entries).to.deep.equal(['/', '/chat/R:1', '/chat/R:1#people'])
    expect(seen).to.deep.equal([room('R:1'), room('R:1', true), room('R:1'), { page: 'lobby' }])
  })

  it('makes no entry of going where one is', () => {
    const window = new FakeWindow('/chat/R:1')
    const router = startRouter(window)
    router.subscribe(() => expect.fail('nothing has changed'))
    router.go(room('R:1'))
    expect(window.entries).to.have.length(1)
  })

  it('stands below a path: reads and writes addresses there, and knows none beside it', () => {
    const window = new FakeWindow('/rooms/chat/R:2')
    const router = startRouter(window, '/rooms/')
    expect(router.route).to.deep.equal(room('R:2'))
    router.go({ page: 'lobby' })
    router.go(room('R:1', true))
    expect(window.entries).to.deep.equal(['/rooms/chat/R:2', '/rooms/', '/rooms/chat/R:1#people'])
    expect(router.href(room('R:1'))).to.equal('/rooms/chat/R:1')
    expect(startRouter(new FakeWindow('/rooms'), '/rooms/').route).to.deep.equal({ page: 'lobby' })
    for (const elsewhere of ['/', '/chat/R:1', '/roomservice', '/room']) {
      expect(startRouter(new FakeWindow(elsewhere), '/rooms/').route, elsewhere).to.deep.equal({ page: 'unknown' })
    }
  })

  it('follows nothing once it is stopped', () => {
    const window = new FakeWindow('/')
    const router = startRouter(window)
    router.go(room('R:1'))
    router.stop()
    window.back()
    expect(router.route).to.deep.equal(room('R:1'))
  })
})
