import { expect } from 'chai'
import { TabMemory } from '../../web/lobby/tab-memory.ts'
import { FakeStorage } from '../support/fake-storage.ts'

const first = { application: 'chat', room: 'R:1' }
const second = { application: 'chat', room: 'R:2' }

describe('tab memory', () => {
  it('returns to the open rooms after a reload, and knows how far each was seen', () => {
    const tab = new FakeStorage()
    const before = new TabMemory(tab, 'ann')
    before.seen(first).write(7)
    before.seen(second)
    before.forget({ application: 'chat', room: 'R:3' })
    const after = new TabMemory(tab, 'ann')
    expect(after.rooms).to.have.length(2)
    expect(after.rooms[0]).to.include(first)
    expect(after.seen(first).read()).to.equal(7)
    expect(after.seen(second).read()).to.equal(undefined)
  })

  it('knows after a reload which rooms are only watched, until a seat is taken', () => {
    const tab = new FakeStorage()
    const before = new TabMemory(tab, 'ann')
    before.setWatching(first, true)
    before.seen(second)
    const after = new TabMemory(tab, 'ann')
    expect([after.isWatching(first), after.isWatching(second)]).to.deep.equal([true, false])
    after.seen(first).write(7)
    after.setWatching(first, false)
    const last = new TabMemory(tab, 'ann')
    expect([last.isWatching(first), last.seen(first).read()]).to.deep.equal([false, 7])
  })

  it('forgets a room that was left', () => {
    const tab = new FakeStorage()
    const memory = new TabMemory(tab, 'ann')
    memory.seen(first).write(7)
    memory.forget(first)
    expect(new TabMemory(tab, 'ann').rooms).to.deep.equal([])
  })

  it('keeps one user’s rooms from the next', () => {
    const tab = new FakeStorage()
    new TabMemory(tab, 'ann').seen(first).write(7)
    expect(new TabMemory(tab, 'ben').rooms).to.deep.equal([])
  })

  it('writes nothing once stopped: the tab may have another user by then', () => {
    const tab = new FakeStorage()
    const memory = new TabMemory(tab, 'ann')
    const seen = memory.seen(first)
    memory.stop()
    new TabMemory(tab, 'ben').seen(second).write(3)
    seen.write(8)
    expect(new TabMemory(tab, 'ben').rooms).to.have.length(1)
  })

  it('is bounded, and takes what something else wrote for nothing', () => {
    const tab = new FakeStorage()
    const memory = new TabMemory(tab, 'ann')
    for (let at = 0; at < 60; at += 1) memory.seen({ application: 'chat', room: `R:${at}` })
    expect(memory.rooms).to.have.length(50)
    expect(memory.rooms.at(-1)).to.include({ room: 'R:59' })
    for (const text of [
      '{',
      '[]',
      '{"user":"ann","rooms":[{"application":"a","room":"r","watching":1}]}',
      '{"user":"ann","rooms":[{"room":1},null,{"application":"a","room":"r","seen":"x"}]}',
    ]) {
      tab.values.set('soc-draw.rooms', text)
      expect(new TabMemory(tab, 'ann').rooms, text).to.deep.equal([])
    }
  })
})
