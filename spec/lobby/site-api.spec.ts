import { expect } from 'chai'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { createSiteApi } from '../../web/lobby/site-api.ts'

interface Sent {
  readonly url: string
  readonly init: RequestInit
}

/** An API whose server gives one answer, and what it was asked. */
function answering(answer: () => Response | Promise<Response>, basePath?: string) {
  const sent: Sent[] = []
  const api = createSiteApi(async (url, init = {}) => {
    sent.push({ url: String(url), init })
    return answer()
  }, basePath)
  return { api, sent }
}

const json = (body: unknown, status = 200): Response => Response.json(body, { status })

async function failure(promise: Promise<unknown>): Promise<SocDrawError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(thrown).to.be.instanceOf(SocDrawError)
  return thrown as SocDrawError
}

describe('site API', () => {
  it('signs in, and out with the session’s token', async () => {
    const session = { token: 't', user: { id: 'user:1', name: 'user:1' } }
    const signIn = answering(() => json(session, 201))
    expect(await signIn.api.signIn('user:1', 'secret')).to.deep.equal(session)
    expect(signIn.sent[0]?.url).to.equal('/api/sessions')
    expect(signIn.sent[0]?.init).to.include({ method: 'POST', body: '{"username":"user:1","password":"secret"}' })
    const signOut = answering(() => new Response(null, { status: 204 }))
    await signOut.api.signOut('t')
    expect(signOut.sent[0]?.init).to.deep.include({ method: 'DELETE', headers: { authorization: 'Bearer t' } })
  })

  it('asks below the path at which the server is', async () => {
    const { api, sent } = answering(() => json({ applications: [], demo: null }), '/rooms/')
    await api.site()
    expect(sent[0]?.url).to.equal('/rooms/api/site')
  })

  it('passes on the server’s own words', async () => {
    const { api } = answering(() => json({ error: new SocDrawError('WRONG_CREDENTIALS') }, 401))
    expect((await failure(api.signIn('user:1', 'x'))).code).to.equal('WRONG_CREDENTIALS')
  })

  it('says that the server cannot be reached: no network, or somebody else’s error page', async () => {
    const none = answering(() => Promise.reject(new TypeError('Failed to fetch')))
    expect((await failure(none.api.site())).code).to.equal('CONNECTION_FAILED')
    const page = answering(() => new Response('<h1>Bad gateway</h1>', { status: 502 }))
    expect((await failure(page.api.site())).code).to.equal('CONNECTION_FAILED')
  })

  it('takes no answer that makes no sense', async () => {
    for (const body of [null, {}, { applications: [{}], demo: null }, { applications: [], demo: { users: 1 } }]) {
      expect((await failure(answering(() => json(body)).api.site())).code, JSON.stringify(body)).to.equal('INTERNAL')
    }
    const site = { applications: [{ name: 'chat', title: 'Chat' }], demo: null }
    expect(await answering(() => json(site)).api.site()).to.deep.equal(site)
  })
})
