import { expect } from 'chai'
import { createServer } from '../../server/host/server.ts'
import { application } from '../rooms/keeping/support/kept-core.ts'
import { allOperations } from './all-operations.ts'
import { everyPart } from './every-part.ts'
import { createAdasAccounts, useHttp } from './http-harness.ts'

describe('what specs ask every route of', () => {
  const open = useHttp()

  it('has every operation that a server tells of in its document: none is left out that is added later', async () => {
    const all = { applications: [application], data: 'memory', port: 0, logLevel: 'silent' } as const
    const server = await createServer({ ...all, guests: true, signUp: 'open' })
    try {
      const { app } = await open(everyPart((await createAdasAccounts()).accounts).parts)
      const [asked, there] = [await allOperations(app), await allOperations(server.http)]
      expect(there.length).to.be.above(50)
      expect(asked.map(({ id }) => id)).to.have.members(there.map(({ id }) => id))
    } finally {
      await server.stop()
    }
  })
})
