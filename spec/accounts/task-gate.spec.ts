import { expect } from 'chai'
import { createTaskGate } from '../../server/accounts/task-gate.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { rejection } from './rejection.ts'

describe('task gate', () => {
  const clock = new FakeClock()
  const gateOf = (running: number, waiting: number) =>
    createTaskGate({ running, waiting, full: () => new Error('full') })

  it('[P9] runs so many at once, the others in the order in which they came, and refuses further ones', async () => {
    const gate = gateOf(2, 2)
    const started: number[] = []
    const finish: (() => void)[] = []
    const task = (n: number) =>
      gate(() => {
        started.push(n)
        return new Promise<number>((resolve) => {
          finish[n] = () => resolve(n)
        })
      })
    const tasks = [0, 1, 2, 3].map(task)
    expect((await rejection(task(4))).message).to.equal('full')
    expect(started).to.deep.equal([0, 1])

    finish[1]?.()
    expect(await tasks[1]).to.equal(1)
    await clock.settle()
    expect(started).to.deep.equal([0, 1, 2])

    const again = task(5)
    finish[0]?.()
    finish[2]?.()
    await clock.settle()
    expect(started).to.deep.equal([0, 1, 2, 3, 5])
    finish[3]?.()
    finish[5]?.()
    expect(await Promise.all([...tasks, again])).to.deep.equal([0, 1, 2, 3, 5])
  })

  it('frees the place of a task that fails, and hands its failure on', async () => {
    const gate = gateOf(1, 0)
    const failing = () => gate(() => Promise.reject(new Error('broken')))
    expect((await rejection(failing())).message).to.equal('broken')
    expect((await rejection(failing())).message).to.equal('broken')
    const throwing = () =>
      gate(() => {
        throw new Error('thrown')
      })
    expect((await rejection(throwing())).message).to.equal('thrown')
    expect(await gate(async () => 'fine')).to.equal('fine')
  })

  it('keeps to its limit after many rounds', async () => {
    const gate = gateOf(3, 1000)
    let running = 0
    let most = 0
    const task = async () => {
      running += 1
      most = Math.max(most, running)
      await clock.settle()
      running -= 1
    }
    for (let round = 0; round < 3; round++) await Promise.all(Array.from({ length: 20 }, () => gate(task)))
    expect(most).to.equal(3)
    expect(running).to.equal(0)
  })
})
