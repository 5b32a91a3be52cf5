import { expect } from 'chai'
import Fastify from 'fastify'
import { createServer, mountRooms } from '../../server/host/server.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import { administration, rooms } from '../../web/client/index.ts'
import { council } from '../support/council.ts'
import { rejection } from '../support/rejection.ts'

/** Everybody is who their token says, and `root` an administrator. */
const authenticate = async ({ auth: { token } }: { readonly auth: Readonly<Record<string, unknown>> }) =>
  typeof token === 'string' && token.startsWith('u:')
    ? { id: token, name: `Name of ${token}`, roles: token === 'u:root' ? ['administrator'] : [] }
    : null

describe('what was done, where the host says who somebody is', () => {
  it('[P10] is read and exported by whom it calls an administrator, by ids; and by nobody else', async () => {
    const quiet = { port: 0, logLevel: 'silent', data: 'memory' } as const
    const server = await createServer({ ...quiet, applications: [council], authenticate })
    try {
      const ask = (token: string) => administration(server.url, { token })
      const { id } = await rooms(server.url, { token: 'u:ann' }).make({ application: 'council', name: 'Hers' })
      await rooms(server.url, { token: 'u:ann' }).ban(id, 'u:eve', { until: null, reason: 'noise' })
      await rooms(server.url, { token: 'u:root' }).close(id)
      const { entries, next } = await ask('u:root').audit()
      expect(entries.map(({ by, what, room, user }) => [by, what, room, user])).to.deep.equal([
        [{ id: 'u:root', name: null }, 'room.close', id, null],
        [{ id: 'u:ann', name: null }, 'room.ban', id, { id: 'u:eve', name: null }],
        [{ id: 'u:ann', name: null }, 'room.make', id, null],
      ])
      expect(next).to.equal(null)
      expect((await ask('u:root').audit({ who: 'u:ann' })).entries).to.have.length(2)
      const lines = (await (await ask('u:root').exportAudit()).text()).trim().split('\n')
      expect(lines.map((line) => JSON.parse(line).what)).to.deep.equal(['room.close', 'room.ban', 'room.make'])
      expect((await rejection(ask('u:ann').audit())).code).to.equal('FORBIDDEN')
      expect((await rejection(ask('u:ann').exportAudit())).code).to.equal('FORBIDDEN')
      expect((await rejection(ask('nobody').audit())).code).to.equal('UNAUTHENTICATED')
    } finally {
      await server.stop()
    }
  })

  it('stands beside the routes of rooms only, where they are mounted', async () => {
    for (const mounted of [true, false]) {
      const http = Fastify()
      await mountRooms(http, {
        ...{ applications: [council], authenticate, data: createMemoryStore() },
        routes: { rooms: mounted },
      })
      const headers = { authorization: 'Bearer u:root' }
      expect((await http.inject({ url: '/api/audit', headers })).statusCode).to.equal(mounted ? 200 : 404)
      await http.close()
    }
  })
})
