import { expect } from 'chai'
import { AwayRooms } from '../../server/cluster/away-rooms.ts'
import { Line } from '../../server/cluster/line.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { RecordingWire } from '../support/core.ts'

describe('what the node that runs a room says', () => {
  it('[P2] is heard after all that hangs on an answer before it is done: no frame overtakes the answer', async () => {
    const said: string[] = []
    const clock = new FakeClock()
    const ports = { clock, monotonic: () => clock.now(), hear: () => false, failed: () => {} }
    const line = new Line(
      { id: 'here/1', node: 'there', lease: 1, dialled: true },
      { ...ports, send: (_node, text) => void said.push(text) },
    )
    const wire = new RecordingWire()
    const away = new AwayRooms({ lobby: 'chat', wire, clock, lineTo: () => line })
    const connection = { id: 'c', user: { id: 'u', name: 'u', roles: [] } }
    wire.connect('c')
    const answer = away.request(connection, 'enter', ['R:1', { client: 'c' }], { lease: 1, node: 'there' })
    const [, body = ''] = said[0]?.split('\n') ?? []
    const { number } = JSON.parse(body) as { number: number }
    const refusal = { ok: false, error: new SocDrawError('ROOM_FULL').toJSON() } as const
    expect(away.hear(line, { lobby: 'chat', kind: 'join', connection: 'c', group: 'R:1' })).to.equal(false)
    expect(away.hear(line, { lobby: 'chat', kind: 'answer', number, answer: refusal })).to.equal(true)
    expect(await answer).to.deep.equal(refusal)
    const to = { connections: ['c'] }
    expect(away.hear(line, { lobby: 'chat', kind: 'send', to, event: 'gone', args: ['R:1'] })).to.equal(false)
    // Who was refused is nowhere there, and is sent nothing.
    expect(wire.sent('c')).to.deep.equal([])
    expect(said.at(-1)).to.include('"kind":"gone"')
  })
})

describe('many who were in a room by a line that is over', () => {
  it('are told to enter it anew one group after the other, each once, but for who has done so or is elsewhere', async () => {
    const clock = new FakeClock()
    const ports = { clock, monotonic: () => clock.now(), hear: () => false, failed: () => {}, send: () => {} }
    const lines = ['here/1', 'here/2'].map(
      (id, index) => new Line({ id, node: 'there', lease: index + 1, dialled: true }, ports),
    )
    const wire = new RecordingWire()
    const lineTo = ({ lease }: { readonly lease: number }) => lines[lease - 1]
    const away = new AwayRooms({ lobby: 'chat', wire, clock, lineTo })
    const connections = Array.from({ length: 350 }, (_, index) => {
      wire.connect(`c${index}`)
      return { id: `c${index}`, user: { id: 'u', name: 'u', roles: [] } }
    })
    const enter = (connection: (typeof connections)[number], lease: number) =>
      void away.request(connection, 'enter', ['R:1', { client: 'c' }], { lease, node: 'there' })
    for (const connection of connections) enter(connection, 1)
    const told = () => connections.filter(({ id }) => wire.sent(id).length > 0).length
    const [line] = lines
    if (!line) throw new Error('there is no line')
    away.ended(line)
    expect(told()).to.equal(100)
    // The last three need not be told any more.
    for (const [index, connection] of connections.slice(-3).entries()) {
      if (index === 0) enter(connection, 2)
      else away.forget(connection, 'R:1')
    }
    await clock.pass(60)
    expect(told()).to.equal(200)
    await clock.pass(1000)
    expect(told()).to.equal(347)
    expect(connections.every(({ id }) => wire.sent(id).length <= 1)).to.equal(true)
    expect(clock.timers).to.equal(0)
  })
})
