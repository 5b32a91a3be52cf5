import { expect } from 'chai'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { Chunk } from '../../web/lobby/chunk.ts'
import { PageModel } from '../../web/lobby/page-model.ts'
import { createSessionStore } from '../../web/lobby/session-store.ts'
import type { SiteApi } from '../../web/lobby/site-api.ts'
import { FakeStorage } from '../support/fake-storage.ts'

const site = { applications: [{ name: 'chat', title: 'Chat' }], demo: null }

function start(api: Partial<SiteApi>) {
  const clock = new FakeClock()
  const model = new PageModel({
    api: {
      site: async () => site,
      signIn: () => expect.fail('nobody signs in'),
      anotherSession: () => expect.fail('nobody is a copy'),
      signOut: () => expect.fail('nobody signs out'),
      ...api,
    },
    openLobby: () => expect.fail('nobody is signed in'),
    views: {},
    roomParts: new Chunk({}),
    idle: () => undefined,
    sessions: createSessionStore(new FakeStorage(), new FakeStorage()),
    isTwin: async () => false,
    tab: new FakeStorage(),
    clock,
  })
  return { model, clock }
}

describe('page model', () => {
  it('offers to sign in when nobody is', async () => {
    const { model } = start({})
    expect(model.phase.kind).to.equal('loading')
    await model.start()
    expect(model.phase).to.deep.equal({ kind: 'signed-out', site, notice: undefined })
  })

  it('asks a server that does not answer again until it does', async () => {
    let answers = 0
    const { model, clock } = start({
      site: async () => {
        answers += 1
        if (answers < 3) throw new SocDrawError('CONNECTION_FAILED')
        return site
      },
    })
    await model.start()
    expect(model.phase.kind).to.equal('unreachable')
    await clock.pass(10_000)
    expect(model.phase.kind).to.equal('signed-out')
    expect(answers).to.equal(3)
    expect(clock.timers).to.equal(0)
  })

  it('stops asking when it is stopped', async () => {
    const { model, clock } = start({ site: () => Promise.reject(new SocDrawError('CONNECTION_FAILED')) })
    await model.start()
    model.stop()
    expect(clock.timers).to.equal(0)
  })

  it('leaves a wrong password to the form, and stays', async () => {
    const { model } = start({ signIn: () => Promise.reject(new SocDrawError('WRONG_CREDENTIALS')) })
    await model.start()
    const thrown: unknown = await model
      .signIn({ username: 'user:1', password: 'x', stay: false })
      .catch((error: unknown) => error)
    expect(thrown).to.include({ code: 'WRONG_CREDENTIALS' })
    expect(model.phase.kind).to.equal('signed-out')
  })
})
