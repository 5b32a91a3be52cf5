import { expect } from 'chai'
import { Listeners, Store } from '../../web/common/store.ts'

describe('store', () => {
  it('tells of changes, and of nothing else', () => {
    const store = new Store(1)
    const seen: number[] = []
    const stop = store.subscribe(() => seen.push(store.value))
    store.set(2)
    store.set(2)
    store.set(3)
    stop()
    store.set(4)
    expect(seen).to.deep.equal([2, 3])
  })

  it('lets listeners come and go while they are called', () => {
    const listeners = new Listeners()
    const called: string[] = []
    listeners.subscribe(() => {
      called.push('first')
      stopSecond()
      listeners.subscribe(() => called.push('late'))
    })
    const stopSecond = listeners.subscribe(() => called.push('second'))
    listeners.notify()
    expect(called).to.deep.equal(['first'])
  })

  it('calls a listener that listens twice twice, and ends each by itself', () => {
    const listeners = new Listeners()
    let calls = 0
    const listener = (): void => {
      calls += 1
    }
    const stop = listeners.subscribe(listener)
    listeners.subscribe(listener)
    listeners.notify()
    stop()
    listeners.notify()
    expect(calls).to.equal(3)
  })
})
