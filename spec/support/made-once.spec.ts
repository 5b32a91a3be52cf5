import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { madeOnce } from './made-once.ts'

describe('what the specs’ processes share', () => {
  it('is made by whoever asks first, and found whole by all others', async () => {
    let made = 0
    const make = async (folder: string): Promise<void> => {
      made++
      await new Promise(setImmediate)
      writeFileSync(join(folder, 'file'), 'all of it')
    }
    // Two processes have nothing in common but the name.
    const [one, other] = [madeOnce(`spec-${process.pid}`, make), madeOnce(`spec-${process.pid}`, make)]
    const folders = await Promise.all([one(), other(), one()])
    expect(new Set(folders).size).to.equal(1)
    expect(readFileSync(join(folders[1], 'file'), 'utf8')).to.equal('all of it')
    expect(made).to.equal(1)
  })

  it('fails for all of them of what its making failed of', async () => {
    const make = async (): Promise<never> => {
      throw new Error('no space')
    }
    const [one, other] = [madeOnce(`failing-${process.pid}`, make), madeOnce(`failing-${process.pid}`, make)]
    const errors = await Promise.all([one().catch(String), other().catch(String)])
    expect(errors).to.deep.equal(['Error: no space', 'Error: no space'])
  })
})
