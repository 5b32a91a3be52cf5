import { expect } from 'chai'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { connect } from '../../web/client/connect.ts'
import { stayIn } from '../../web/react/room-stay.ts'
import { FakeTransport } from '../client/fake-transport.ts'

describe('a stay in a room', () => {
  it('begins anew when its lobby, which was closed, is opened anew', async () => {
    const [clock, transport] = [new FakeClock(), new FakeTransport()]
    const begin = (): void => {
      transport.up()
      transport.begin({ user: { id: 'user:1', name: 'Anna' }, rooms: [], next: null })
    }
    const connecting = connect('', 'chat', { token: 't', transport, clock })
    begin()
    const lobby = await connecting
    const stay = stayIn(lobby, 'R:1')
    const leave = stay.arrive(false)
    transport.take('enter')
    transport.refuse(new SocDrawError('UNAUTHENTICATED'))
    await clock.settle()
    expect(stay.read()).to.have.property('status', 'failed')
    const reopening = lobby.reopen()
    begin()
    await reopening
    await clock.settle()
    expect([stay.read().status, transport.asked.enter.length]).to.deep.equal(['entering', 1])
    transport.take('enter').answer({
      ...{ ok: true, version: 1, epoch: 'e', presence: {}, client: { known: true, last: 0, answers: [] } },
      snapshot: { room: { status: 'waiting', started: false, members: [] } },
    })
    await clock.settle()
    expect(stay.read()).to.have.property('status', 'entered')
    leave()
  })
})
