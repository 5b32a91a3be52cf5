import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import { temporaryFolder } from '../stores/sqlite/temporary-folder.ts'
import { writeLongChat } from '../support/long-chat.ts'

const COUNT = 100_000

describe('a room in which 100,000 things were said', function () {
  this.timeout(60_000)

  it('[P6] is paged back to the very first over a socket, each once and in order, while it goes on', async () => {
    const data = temporaryFolder()
    await writeLongChat(data, COUNT)
    const server = await startTestServer(chat, { data })
    const bots = new Bots<typeof chat>(server, 'chat')
    try {
      const [one, two] = await bots.enter('R:1', 'ann', 'bob')
      if (!one || !two) throw new Error('nobody came')
      await until(one, ({ status }) => status === 'running')
      expect(one.state?.messages.map(({ text }) => text)).to.deep.equal(range(COUNT - 199, COUNT))
      const pages: string[][] = []
      for (let before: number | null | undefined; before !== null; ) {
        const page = await one.history({ limit: 200, ...(before !== undefined && { before }) })
        pages.unshift(page.actions.map(({ payload }) => payload.text).reverse())
        before = page.before
        if (pages.length % 100 === 0) await two.act.say({ text: 'meanwhile' })
      }
      expect(pages.flat()).to.deep.equal(range(1, COUNT))
    } finally {
      bots.close()
      await server.stop()
    }
  })
})

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `message ${first + index}`)
}
