import { expect } from 'chai'
import type { Person } from '../../server/protocol/room-document.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { connect } from '../../web/client/connect.ts'
import { council } from '../support/council.ts'
import { FakeTransport } from './fake-transport.ts'
import { outcome } from './outcome.ts'

const entered = (version: number, role?: Person['role']) =>
  ({
    ok: true,
    version,
    epoch: 'epoch',
    snapshot: {
      room: {
        status: 'running',
        started: true,
        members: [{ id: 'ann', name: 'Ann', connected: true, ...(role && { role }) }],
      },
      state: { log: [] },
    },
    client: { known: true, last: 0, answers: [] },
    presence: {},
  }) as const

/** Ann is in a room, in a role; `rules`: whether her client has them. */
async function scene(role?: Person['role'], rules = true) {
  const clock = new FakeClock()
  const transport = new FakeTransport()
  const randomName = (): string => 'client-1'
  const options = { token: 't', transport, clock, randomName, ...(rules && { rules: council }) }
  const connecting = connect<typeof council>('http://nowhere', 'council', options)
  transport.up()
  transport.begin({ user: { id: 'ann', name: 'Ann' }, rooms: [], next: null })
  const entering = (await connecting).enter('R:1')
  transport.take('enter').answer(entered(1, role))
  const room = await entering
  await clock.settle()
  const becomes = async (version: number, now: Person['role']): Promise<void> => {
    const path = ['$room', 'members', 0, 'role']
    const patch = now ? (['set', path, now] as const) : (['delete', path] as const)
    transport.send('frame', 'R:1', { from: version - 1, to: version, patches: [patch] })
    await clock.settle()
  }
  return { clock, transport, room, becomes, close: () => outcome(room.act.close({ why: 'late' })) }
}

describe('a client’s role', () => {
  it('is what is shown of its user, and a member’s where nothing is said', async () => {
    const { room, becomes } = await scene()
    const seen = [room.role]
    await becomes(2, 'owner')
    seen.push(room.role)
    await becomes(3, undefined)
    expect([...seen, room.role]).to.deep.equal(['member', 'owner', 'member'])
  })

  it('refuses an action at once that demands more, unnumbered, with the server’s own words', async () => {
    const { clock, transport, room, close, becomes } = await scene()
    const error = await room.act.close({ why: 'late' }).catch((error: unknown) => error)
    expect(error).to.include({ code: 'ROLE_REQUIRED', message: 'Your role in this room does not allow that.' })
    expect([room.pending, transport.asked.act.length, room.state?.log]).to.deep.equal([0, 0, []])
    for (const [version, role] of [
      [2, 'moderator'],
      [3, 'owner'],
    ] as const) {
      await becomes(version, role)
      close()
      await clock.settle()
      expect(transport.take('act').args[1]).to.include({ name: 'close' })
    }
    await becomes(4, undefined)
    const late = close()
    await clock.settle()
    expect(late.now, 'by the role of now').to.equal('ROLE_REQUIRED')
  })

  it('shows at once what it allows, as the handler does it in that role; and no longer when it is lost', async () => {
    const { room, close, becomes } = await scene('moderator')
    close()
    expect(room.state?.log).to.deep.equal(['ann moderator closes: late'])
    await becomes(2, 'owner')
    expect(room.state?.log).to.deep.equal(['ann owner closes: late'])
    await becomes(3, undefined)
    expect(room.state?.log, 'the server will not take it').to.deep.equal([])
  })

  it('[P4] leaves to the server what is made while nobody knows what it is by now', async () => {
    const { clock, transport, room, close } = await scene()
    transport.down()
    const made = close()
    await clock.settle()
    expect([made.now, room.pending, room.state?.log]).to.deep.equal(['pending', 1, []])
    transport.up()
    transport.take('enter').answer(entered(2, 'moderator'))
    await clock.settle()
    transport.take('act').answer({ ok: true, version: 3, result: { by: 'moderator' } })
    transport.send('frame', 'R:1', { from: 2, to: 3, patches: [] })
    await clock.settle()
    expect(made.now).to.deep.equal({ by: 'moderator' })
  })

  it('is the server’s to judge where the client has no rules', async () => {
    const { clock, transport, close } = await scene(undefined, false)
    const made = close()
    await clock.settle()
    const error = { code: 'ROLE_REQUIRED', message: 'No.', retryable: false }
    transport.take('act').answer({ ok: false, error })
    await clock.settle()
    expect(made.now).to.equal('ROLE_REQUIRED')
  })
})
