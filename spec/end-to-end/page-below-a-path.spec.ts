import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { describeInBrowser } from '../support/browser.ts'
import { startPageServer } from './support/page-server.ts'
import { everybodyLeaves, Visitor } from './support/visitor.ts'

describeInBrowser('the page below a path', () => {
  let server: SocDrawServer

  before(async () => {
    server = await startPageServer({ prefix: '/draw' })
  })

  after(() => server?.stop())

  afterEach(() => everybodyLeaves())

  it('signs in, enters, and is found again by a room’s link, with nothing asked for outside of it', async () => {
    const visitor = await Visitor.open(server.url)
    const outside: string[] = []
    visitor.page.on('request', (request) => {
      const { protocol, pathname } = new URL(request.url())
      if (protocol.startsWith('http') && !pathname.startsWith('/draw')) outside.push(pathname)
    })
    await visitor.signIn('user:1')
    await visitor.goTo('First Room')
    await visitor.page.waitForURL(`${server.url}/chat/R:1`)
    await visitor.page.reload()
    await visitor.page.getByRole('heading', { name: 'First Room' }).waitFor()
    expect(outside).to.deep.equal([])
  })
})
