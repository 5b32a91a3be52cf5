import { expect } from 'chai'
import { safeStorage } from '../../web/common/safe-storage.ts'
import { FakeStorage } from '../support/fake-storage.ts'

describe('safe storage', () => {
  it('is the browser’s storage where that works', () => {
    const real = new FakeStorage()
    const storage = safeStorage(() => real)
    storage.setItem('a', '1')
    storage.setItem('b', '2')
    storage.removeItem('a')
    expect([...real.values]).to.deep.equal([['b', '2']])
    expect(storage.getItem('b')).to.equal('2')
    expect(storage.getItem('a')).to.equal(null)
  })

  it('keeps things for itself where the browser blocks it', () => {
    const storage = safeStorage(() => {
      throw new DOMException('blocked', 'SecurityError')
    })
    expect(storage.getItem('a')).to.equal(null)
    storage.setItem('a', '1')
    expect(storage.getItem('a')).to.equal('1')
    storage.removeItem('a')
    expect(storage.getItem('a')).to.equal(null)
  })

  it('never shows an older value after the storage was full for the newer one', () => {
    const real = new FakeStorage()
    const storage = safeStorage(() => real)
    storage.setItem('a', 'old')
    real.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    storage.setItem('a', 'new')
    expect(storage.getItem('a')).to.equal('new')
  })
})
