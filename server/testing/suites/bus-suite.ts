import { expect } from 'chai'
import type { Bus } from '../../cluster/bus.ts'
import { afterEach, beforeEach, describe, it, type Runner, useRunner } from './runner.ts'

/** Buses to be tested: any number of nodes' on one network. */
export interface OpenedBuses {
  join(node: string): Promise<Bus>
  /** Resolves when all that was sent before has arrived, where it is not lost. */
  settle(): Promise<void>
  close(): Promise<void>
}

interface Heard {
  readonly text: string
  readonly from: string
}

/** What is not every carrier's. */
export interface BusTraits {
  /** What registers the specs; mocha's global functions, unless told otherwise. */
  readonly runner?: Runner
}

/** Registers all that a bus keeps to while nothing goes wrong. `open` opens a network of its own each time. */
export function describeBus(name: string, open: () => Promise<OpenedBuses>, { runner }: BusTraits = {}): void {
  useRunner(runner)
  describe(`bus: ${name}`, () => {
    let opened: OpenedBuses
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())

    async function start(node: string) {
      const bus = await opened.join(node)
      const heard: Heard[] = []
      await bus.listen((text, from) => void heard.push({ text, from }))
      return { bus, heard }
    }

    it('brings a node what is sent to it, and nobody else', async () => {
      const [ann, bob, cid] = [await start('ann'), await start('bob'), await start('cid')]
      ann.bus.send('bob', 'for bob')
      bob.bus.send('ann', 'for ann')
      await opened.settle()
      expect([ann.heard, bob.heard, cid.heard]).to.deep.equal([
        [{ text: 'for ann', from: 'bob' }],
        [{ text: 'for bob', from: 'ann' }],
        [],
      ])
    })

    it('keeps the order of what one node sends another, each text once', async () => {
      const [ann, bob, cid] = [await start('ann'), await start('bob'), await start('cid')]
      for (let count = 0; count < 500; count++) {
        ann.bus.send('bob', `${count}`)
        cid.bus.send('bob', `${count}`)
        if (count % 50 === 0) await opened.settle()
      }
      await opened.settle()
      for (const sender of ['ann', 'cid']) {
        const texts = bob.heard.filter(({ from }) => from === sender).map(({ text }) => Number(text))
        expect(texts).to.deep.equal(Array.from({ length: 500 }, (_, count) => count))
      }
    })

    it('publishes to all but the sender, in order', async () => {
      const nodes = [await start('ann'), await start('bob'), await start('cid')]
      for (let count = 0; count < 50; count++) nodes[0]?.bus.publish(`${count}`)
      await opened.settle()
      const texts = nodes.map(({ heard }) => heard.map(({ text }) => Number(text)))
      const all = Array.from({ length: 50 }, (_, count) => count)
      expect(texts).to.deep.equal([[], all, all])
    })

    it('carries any text, however odd or long', async () => {
      const [ann, bob] = [await start('ann'), await start('bob')]
      const texts = ['', '\u0000', '日本 🎲', '"\\n\n', JSON.stringify({ a: ['\ud800'] }), 'x'.repeat(300_000)]
      for (const text of texts) ann.bus.send('bob', text)
      await opened.settle()
      expect(bob.heard.map(({ text }) => text)).to.deep.equal(texts)
    })

    it('takes what is sent to nobody, or to itself, without a word', async () => {
      const ann = await start('ann')
      ann.bus.send('nobody', 'lost')
      ann.bus.send('ann', 'to itself')
      ann.bus.publish('lost')
      await opened.settle()
      expect(ann.heard).to.deep.equal([])
    })

    it('neither hears nor sends any more once it is closed', async () => {
      const [ann, bob] = [await start('ann'), await start('bob')]
      await bob.bus.close()
      ann.bus.send('bob', 'too late')
      ann.bus.publish('too late')
      bob.bus.send('ann', 'too late')
      bob.bus.publish('too late')
      await opened.settle()
      expect([ann.heard, bob.heard]).to.deep.equal([[], []])
    })
  })
}
