import { expect } from 'chai'
import { type PageWindow, pageWakefulness } from '../../web/client/page-wakefulness.ts'

/** A window, with what it hears of. */
function windowAt(hostname: string, onLine = true) {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState })
  const window = Object.assign(new EventTarget(), { document, navigator: { onLine }, location: { hostname } })
  const show = (visibilityState: DocumentVisibilityState): void => {
    document.visibilityState = visibilityState
    document.dispatchEvent(new Event('visibilitychange'))
  }
  const go = (event: 'online' | 'offline'): void => {
    window.navigator.onLine = event === 'online'
    window.dispatchEvent(new Event(event))
  }
  const bringBack = (persisted: boolean): void => {
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }))
  }
  const wakefulness = pageWakefulness(window satisfies PageWindow)
  const woken: boolean[] = []
  const stop = wakefulness.onWake((restored) => woken.push(restored))
  return { window, show, go, bringBack, wakefulness, woken, stop }
}

describe('a page’s wakefulness', () => {
  it('[P9] it sleeps while it is hidden or offline, and wakes when it is neither any more', () => {
    const { show, go, wakefulness, woken } = windowAt('example.org')
    show('hidden')
    expect(wakefulness.awake).to.equal(false)
    go('offline')
    show('visible')
    expect([wakefulness.awake, woken]).to.deep.equal([false, []])
    go('online')
    expect([wakefulness.awake, woken]).to.deep.equal([true, [false]])
    show('hidden')
    go('online')
    expect(woken).to.deep.equal([false])
    show('visible')
    expect(woken).to.deep.equal([false, false])
  })

  it('wakes when it comes out of the browser’s cache, where it may have missed that it is online again', () => {
    const { window, go, bringBack, wakefulness, woken, stop } = windowAt('example.org')
    bringBack(false)
    expect(woken).to.deep.equal([])
    go('offline')
    window.navigator.onLine = true
    bringBack(true)
    expect([wakefulness.awake, woken]).to.deep.equal([true, [true]])
    stop()
    bringBack(true)
    expect(woken).to.deep.equal([true])
  })

  it('where it begins offline it sleeps, unless it came from this machine, which needs no network', () => {
    const begins = ['example.org', 'localhost.example.org', 'localhost', 'a.localhost', '127.0.0.1', '[::1]']
    expect(begins.map((hostname) => windowAt(hostname, false).wakefulness.awake)).to.deep.equal([
      false,
      false,
      true,
      true,
      true,
      true,
    ])
  })

  it('is always awake where there is no page', () => {
    expect(pageWakefulness().awake).to.equal(true)
  })
})
