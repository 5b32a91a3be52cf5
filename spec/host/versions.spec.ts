import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import { Bots } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'

interface State {
  said: string[]
}

function rulesOf(version: number, migrate?: (state: unknown, from: number) => State) {
  return defineApplication({
    name: 'talk',
    players: { min: 1, max: 2 },
    version,
    initialise: (): State => ({ said: [] }),
    update: (action) => ({ say: action(z.string(), (state, text) => void state.said.push(text)) }),
    ...(migrate && { migrate }),
  })
}

describe('an application’s version', () => {
  const servers: SocDrawServer[] = []

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop()
  })

  async function run(rules: ReturnType<typeof rulesOf>, data: ReturnType<typeof createMemoryStore>) {
    const server = await startTestServer(rules, { data })
    servers.push(server)
    const bots = new Bots<typeof rules>(server, 'talk')
    const [ann] = await bots.enter('R:1', 'ann')
    await ann?.act.say(`by version ${rules.version}`)
    const said = ann?.state?.said ?? []
    bots.close()
    await servers.pop()?.stop()
    return said
  }

  it('that is raised without migrate is refused at start where rooms are older, in words, and they stay as they are', async () => {
    const data = createMemoryStore()
    await run(rulesOf(1), data)
    for (let time = 0; time < 2; time++) {
      const refused = await startTestServer(rulesOf(2), { data }).then(() => 'started', String)
      expect(refused).to.include(
        'application "talk" has version 2 and no migrate, but there are older rooms, such as R:1 of',
      )
      expect(refused).to.include('Give it migrate: (state, from) =>').and.include('or delete the data')
    }
    const migrated = rulesOf(2, (state, from) => ({ said: [...(state as State).said, `from ${from}`] }))
    expect(await run(migrated, data)).to.deep.equal(['by version 1', 'from 1', 'by version 2'])
  })

  it('may begin anywhere, and rise where no room has a state yet, or all have today’s', async () => {
    const data = createMemoryStore()
    const empty = await startTestServer(rulesOf(1), { data })
    await empty.stop()
    expect(await run(rulesOf(7), data)).to.deep.equal(['by version 7'])
    expect(await run(rulesOf(7), data)).to.deep.equal(['by version 7', 'by version 7'])
  })

  it('is looked at in archived rooms too', async () => {
    const data = createMemoryStore()
    await run(rulesOf(1), data)
    const rooms = [{ id: 'R:3', name: 'Three', application: 'talk' }]
    await (await startTestServer(rulesOf(1), { data, rooms })).stop()
    expect(await startTestServer(rulesOf(2), { data, rooms }).then(() => 'started', String)).to.include('such as R:1')
  })
})
