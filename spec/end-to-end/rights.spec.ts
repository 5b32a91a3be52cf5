import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer } from '../../server/testing/start-test-server.ts'
import type { Room } from '../../web/client/client-api.ts'
import { rejection } from '../support/rejection.ts'

/** How many things the one who is put out has under way. */
const LANES = 40

describe('rights that change, over real sockets', () => {
  const denied = new Set<string>()
  let server: SocDrawServer
  let bots: Bots<typeof chat>

  beforeEach(async () => {
    denied.clear()
    server = await startTestServer(chat, { authorize: ({ user, room }) => !denied.has(`${user.id} ${room.id}`) })
    bots = new Bots(server, 'chat')
  })

  afterEach(async () => {
    bots.close()
    await server.stop()
  })

  const native = (name: string) => server.io.of('/chat').adapter.rooms.get(name)?.size ?? 0

  it('[P10] who may no longer be in a room is out of its native room at once, and of the list; the others go on', async () => {
    const [ann, bob, cid] = [await bots.connect('ann'), await bots.connect('bob'), await bots.connect('cid')]
    const [one, two] = await Promise.all([ann.enter('R:1'), bob.enter('R:1'), cid.enter('R:1')])
    const elsewhere = await bob.enter('R:2')
    await until(one, ({ members }) => members.length === 3)
    await one.act.say({ text: 'for all three' })
    denied.add('bob R:1')
    const rechecked = server.recheck({ room: 'R:1' })
    expect(native('R:1'), 'in that very step').to.equal(2)
    const said = two.act.say({ text: 'into nothing' }).then(
      () => 'said',
      ({ code }: { code: string }) => code,
    )
    await one.act.say({ text: 'a secret' })
    await rechecked
    await until(two, ({ error }) => error?.code === 'ROOM_NOT_FOUND')
    expect(await said).to.be.oneOf(['ROOM_NOT_FOUND', 'OUTCOME_UNKNOWN'])
    expect(JSON.stringify(two.state)).not.to.include('a secret')
    await until(bob, ({ rooms }) => rooms.map(({ id }) => id).join() === 'R:2')
    await until(one, ({ members }) => members.map(({ id }) => id).join() === 'ann,cid')
    expect(one.state?.messages.map(({ text }) => text)).not.to.include('into nothing')
    expect([elsewhere.live, elsewhere.error, cid.rooms.length]).to.deep.equal([true, undefined, 2])
    expect(await rejection(bob.enter('R:1'))).to.include({ code: 'ROOM_NOT_FOUND' })
    denied.clear()
    await server.recheck({ user: 'bob' })
    await until(bob, ({ rooms }) => rooms.length === 2)
    expect((await bob.enter('R:1')).state?.messages.at(-1)?.text).to.equal('a secret')
  })

  it('[P4] under load: every action of who is put out has the outcome that the others see', async () => {
    const [one, two] = await bots.enter('R:1', 'ann', 'bob')
    if (!one || !two) throw new Error('nobody came')
    await until(one, ({ status }) => status === 'running')
    const ends = new Map<string, string>()
    /** Says one thing after the other, until something is refused. */
    const goOn = async (lane: number): Promise<void> => {
      for (let index = 0; ; index++) {
        const text = `bob ${lane}.${index}`
        const end = await two.act.say({ text }).then(
          () => 'done',
          ({ code }: { code: string }) => code,
        )
        ends.set(text, end)
        if (end !== 'done') return
      }
    }
    const going = Promise.all(Array.from({ length: LANES }, (_, lane) => goOn(lane)))
    await until(one, ({ state }) => (state?.messages ?? []).some(({ text }) => text === 'bob 0.2'))
    denied.add('bob R:1')
    await server.recheck()
    await going
    await until(one, ({ members }) => members.length === 1)
    const there = await allSaid(one)
    for (const [text, end] of ends) expect(end, text).to.equal(there.has(text) ? 'done' : 'ROOM_NOT_FOUND')
    expect(ends.size).to.be.greaterThan(2 * LANES)
    expect([...ends.values()].filter((end) => end === 'ROOM_NOT_FOUND')).to.have.length(LANES)
  })
})

/** Everything that was ever said in a room. */
async function allSaid(room: Room<typeof chat>): Promise<Set<string>> {
  const said = new Set<string>()
  for (let before: number | null | undefined; before !== null; ) {
    const page = await room.history({ limit: 100, ...(before !== undefined && { before }) })
    for (const { payload } of page.actions) said.add(payload.text)
    before = page.before
  }
  return said
}
