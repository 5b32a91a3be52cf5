import { expect } from 'chai'
import { MAX_ACTION_SIZE, MAX_PACKET_BYTES } from '../../server/protocol/limits.ts'
import { type Attacker, ask, codeOf, HostileGround } from './support/hostile-ground.ts'
import { soon, waitFor } from './support/wait-for.ts'

/** An action as it should be; each attack changes something. */
const say = (seq: number, text = 'from the attacker') => ({ client: 'c', seq, name: 'say', payload: { text } })

async function endOf(socket: Attacker): Promise<string> {
  return soon(new Promise((resolve) => socket.on('disconnect', resolve)), 'the sender was disconnected')
}

describe('hostile messages', () => {
  let ground: HostileGround

  /** Attacks a server with two decent members in R:1, who must not notice. */
  function attack(title: string, run: () => Promise<void>): void {
    it(title, async () => {
      await run()
      await ground.isUnharmed()
    })
  }

  beforeEach(async () => {
    ground = await HostileGround.open()
  })

  afterEach(async () => {
    await ground.close()
  })

  attack('[P9] answers whatever is malformed with INVALID_MESSAGE', async () => {
    const socket = await ground.connect('eve')
    const rooms: unknown[] = [undefined, null, 1, true, {}, [], ['R:1'], '', 'x'.repeat(101), { toString: 'R:1' }]
    const clients: unknown[] = [undefined, null, 0, '', 'x'.repeat(65), {}, []]
    const numbers: unknown[] = [undefined, null, '1', 0, -1, 1.5, 1e300, -0.1, [], {}]
    const acts = [
      ...clients.map((client) => ({ ...say(1), client })),
      ...numbers.map((seq) => ({ ...say(1), seq })),
      ...[undefined, null, '', 1, {}, 'x'.repeat(65)].map((name) => ({ ...say(1), name })),
      ...[null, -1, '0', 0.5, {}].map((confirmed) => ({ ...say(1), confirmed })),
    ]
    const calls: unknown[][] = [
      ...rooms.flatMap((room) => [
        ['enter', room, { client: 'c' }],
        ['act', room, say(1)],
        ['leave', room],
      ]),
      ...[undefined, null, 1, 'c', [], ...clients.map((client) => ({ client }))].map((request) => [
        'enter',
        'R:1',
        request,
      ]),
      ...[-1, 0.5, '1', null, {}].map((version) => ['enter', 'R:1', { client: 'c', version }]),
      ...[1, null, {}, 'x'.repeat(65)].map((epoch) => ['enter', 'R:1', { client: 'c', epoch }]),
      ...[undefined, null, 1, 'act', [], {}, ...acts].map((request) => ['act', 'R:1', request]),
      ...['enter', 'act', 'leave'].map((event) => [event]),
      ...['enter', 'act'].map((event) => [event, 'R:1']),
      ['enter', 'R:1', { client: 'c' }, 'more'],
      ['act', 'R:1', say(1), 'more'],
      ['leave', 'R:1', 'more'],
      ['leave', ...Array.from({ length: 10_000 }, () => 'R:1')],
    ]
    const codes = await Promise.all(calls.map(([event, ...args]) => codeOf(socket, String(event), ...args)))
    const wrong = calls.filter((_call, index) => codes[index] !== 'INVALID_MESSAGE')
    expect(wrong).to.deep.equal([])
    expect(await codeOf(socket, 'enter', 'R:1', { client: 'c' })).to.equal('ok')
  })

  attack('has no room, action or event that JavaScript itself put there', async () => {
    const socket = await ground.connect('eve')
    await ask(socket, 'enter', 'R:1', { client: 'c' })
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf']
    for (const [index, name] of names.entries()) {
      expect(await codeOf(socket, 'enter', name, { client: 'c' })).to.equal('ROOM_NOT_FOUND')
      expect(await codeOf(socket, 'act', name, say(1))).to.equal('ROOM_NOT_FOUND')
      expect(await codeOf(socket, 'leave', name)).to.equal('ROOM_NOT_FOUND')
      expect(await codeOf(socket, 'act', 'R:1', { ...say(index + 1), name })).to.equal('UNKNOWN_ACTION')
      expect(await codeOf(socket, name)).to.equal('UNKNOWN_EVENT')
    }
  })

  attack('knows no events but its own, least of all those of an event emitter', async () => {
    const socket = await ground.connect('eve')
    const events = ['error', 'connection', 'frame', 'lobby', 'close', 'Enter', 'enter ', '', 'x'.repeat(10_000)]
    for (const event of events) {
      expect(await codeOf(socket, event, 'R:1', { client: 'c' }), event).to.equal('UNKNOWN_EVENT')
      socket.emit(event, new Error('nobody listens'))
    }
  })

  attack('users with names of JavaScript’s own don’t come in, those with names of ours do and are heard', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const refused = await ground.connect(name).catch((error: unknown) => error)
      expect(refused).to.have.nested.property('data.code', 'UNAUTHENTICATED')
    }
    expect(ground.reports.splice(0).length, 'the host is told').to.be.above(0)
    for (const name of ['R:1/witness', '$room', '$session:1']) {
      const socket = await ground.connect(name)
      expect(await codeOf(socket, 'enter', 'R:1', { client: '__proto__' })).to.equal('ok')
      expect(await codeOf(socket, 'act', 'R:1', { ...say(1, name), client: '__proto__' })).to.equal('ok')
      await waitFor(() => ground.texts.includes(name), `${name} was heard`)
    }
    expect(ground.room.members).to.have.lengthOf(5)
  })

  attack('[P10] names of the server’s own groups are no rooms', async () => {
    const socket = await ground.connect('eve')
    const [victim] = [...ground.server.io.of('/chat').sockets.keys()]
    const names = ['R:1/witness', 'R:1/eve', 'R:1/', '/R:1', 'R:1 ', ' R:1', 'r:1', 'R:1\0', 'R:1,', victim, socket.id]
    for (const name of [...names, '$session:1', '$room', '/chat', '*', '.', '..']) {
      expect(await codeOf(socket, 'enter', name, { client: 'c' }), name).to.equal('ROOM_NOT_FOUND')
      expect(await codeOf(socket, 'act', name, say(1)), name).to.equal('ROOM_NOT_FOUND')
      expect(await codeOf(socket, 'leave', name), name).to.equal('ROOM_NOT_FOUND')
    }
    const joined = [...(ground.server.io.of('/chat').sockets.get(String(socket.id))?.rooms ?? [])]
    expect(joined).to.deep.equal([socket.id])
  })

  attack('nothing happens without an acknowledgement', async () => {
    const socket = await ground.connect('eve')
    const { version } = ground.room
    socket.emit('enter', 'R:1', { client: 'c' })
    socket.emit('act', 'R:1', say(1))
    socket.emit('leave', 'R:1')
    socket.emit('enter', 'R:1', { client: 'c' }, 'no function')
    socket.emit('enter')
    expect(await codeOf(socket, 'act', 'R:1', say(1))).to.equal('NOT_A_MEMBER')
    expect([ground.room.version, ground.inside('R:1')]).to.deep.equal([version, 2])
    await ask(socket, 'enter', 'R:1', { client: 'c' })
    socket.emit('act', 'R:1', say(1, 'unasked'))
    socket.emit('leave', 'R:1')
    // Number 1 is still free, and the seat still taken.
    expect(await codeOf(socket, 'act', 'R:1', say(1, 'asked'))).to.equal('ok')
    await waitFor(() => ground.texts.includes('asked'))
    expect(ground.texts).not.to.include('unasked')
  })

  attack('does nothing in a room that one is not in', async () => {
    const socket = await ground.connect('eve')
    expect(await codeOf(socket, 'act', 'R:1', say(1))).to.equal('NOT_A_MEMBER')
    expect(await codeOf(socket, 'leave', 'R:1')).to.equal('ok')
    await ask(socket, 'enter', 'R:2', { client: 'c' })
    expect(await codeOf(socket, 'act', 'R:1', say(1))).to.equal('NOT_A_MEMBER')
    expect(await codeOf(socket, 'act', 'R:2', say(1))).to.equal('ROOM_WAITING')
    await ask(socket, 'leave', 'R:2')
    expect(await codeOf(socket, 'act', 'R:2', say(1))).to.equal('NOT_A_MEMBER')
    expect(ground.texts).not.to.include('from the attacker')
  })

  attack('[P4] a number is used once, whatever its sender makes of it', async () => {
    const socket = await ground.connect('eve')
    await ask(socket, 'enter', 'R:1', { client: 'c' })
    const first = await ask(socket, 'act', 'R:1', say(1, 'one'))
    expect(await ask(socket, 'act', 'R:1', say(1, 'one'))).to.deep.equal(first)
    expect(await codeOf(socket, 'act', 'R:1', say(1, 'another one'))).to.equal('NUMBER_REUSED')
    expect(await codeOf(socket, 'act', 'R:1', say(3, 'three'))).to.equal('OUT_OF_ORDER')
    expect(await codeOf(socket, 'act', 'R:1', say(Number.MAX_SAFE_INTEGER, 'huge'))).to.equal('OUT_OF_ORDER')
    expect(await codeOf(socket, 'act', 'R:1', say(2 ** 53, 'too huge'))).to.equal('INVALID_MESSAGE')
    const confirmed = Number.MAX_SAFE_INTEGER
    expect(await codeOf(socket, 'act', 'R:1', { ...say(2, 'two'), confirmed })).to.equal('ok')
    expect(await codeOf(socket, 'act', 'R:1', say(1, 'one'))).to.equal('OUTCOME_UNKNOWN')
    expect(await codeOf(socket, 'act', 'R:1', say(2, 'two'))).to.equal('ok')
    await waitFor(() => ground.texts.includes('two'))
    expect(ground.texts.slice(1)).to.deep.equal(['one', 'two'])
  })

  attack('[P4] another user’s client name is no way to their actions', async () => {
    const [ann, eve] = [await ground.connect('ann'), await ground.connect('eve')]
    await ask(ann, 'enter', 'R:1', { client: 'ann’s' })
    const mine = await ask(ann, 'act', 'R:1', { ...say(1, 'of ann'), client: 'ann’s' })
    const { client } = await ask(eve, 'enter', 'R:1', { client: 'ann’s' })
    expect(client).to.deep.equal({ known: false, last: 0, answers: [] })
    expect(await codeOf(eve, 'act', 'R:1', { ...say(1, 'of eve'), client: 'ann’s' })).to.equal('ok')
    expect(await ask(ann, 'act', 'R:1', { ...say(1, 'of ann'), client: 'ann’s' })).to.deep.equal(mine)
    expect(await codeOf(ann, 'act', 'R:1', { ...say(2, 'more of ann'), client: 'ann’s' })).to.equal('ok')
    await waitFor(() => ground.texts.includes('more of ann'))
    expect(ground.texts.slice(1)).to.deep.equal(['of ann', 'of eve', 'more of ann'])
  })

  attack('[P9] an action above 64 KiB is TOO_LARGE, and its sender stays', async () => {
    const socket = await ground.connect('eve')
    await ask(socket, 'enter', 'R:1', { client: 'c' })
    expect(await codeOf(socket, 'act', 'R:1', say(1, 'x'.repeat(MAX_ACTION_SIZE + 1024)))).to.equal('TOO_LARGE')
    expect(await codeOf(socket, 'act', 'R:1', say(2, 'x'.repeat(MAX_ACTION_SIZE - 100)))).to.equal('INVALID_PAYLOAD')
    expect(await codeOf(socket, 'act', 'R:1', say(3, 'still here'))).to.equal('ok')
    expect(socket.connected).to.equal(true)
  })

  attack('[P9] a packet above 1 MiB costs its sender the connection, and nobody else', async () => {
    for (const event of ['act', 'unknown']) {
      const socket = await ground.connect('eve')
      const ended = endOf(socket)
      socket.emit(event, 'R:1', say(1, 'x'.repeat(MAX_PACKET_BYTES)), () => {})
      await ended
    }
    const body = `42/chat,["act","${'x'.repeat(MAX_PACKET_BYTES)}"]`
    const opened = await fetch(`${ground.server.url}/socket.io/?EIO=4&transport=polling`)
    const { sid } = JSON.parse((await opened.text()).slice(1))
    const url = `${ground.server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`
    const { status } = await fetch(url, { method: 'POST', body })
    expect(status).to.equal(413)
  })

  attack('[P9] buffers are no JSON, wherever they stand', async () => {
    const socket = await ground.connect('eve')
    await ask(socket, 'enter', 'R:1', { client: 'c' })
    const buffer = Buffer.from('text')
    expect(await codeOf(socket, 'enter', buffer, { client: 'c' })).to.equal('INVALID_MESSAGE')
    expect(await codeOf(socket, 'enter', 'R:1', { client: buffer })).to.equal('INVALID_MESSAGE')
    expect(await codeOf(socket, 'leave', 'R:1', buffer)).to.equal('INVALID_MESSAGE')
    const payloads = [buffer, { text: buffer }, [[[buffer]]], { text: [buffer, { deep: [buffer, buffer] }] }]
    for (const [index, payload] of payloads.entries()) {
      expect(await codeOf(socket, 'act', 'R:1', { ...say(index + 1), payload })).to.equal('INVALID_PAYLOAD')
    }
    const large = { ...say(5), payload: Buffer.alloc(MAX_ACTION_SIZE) }
    expect(await codeOf(socket, 'act', 'R:1', large)).to.be.oneOf(['TOO_LARGE', 'INVALID_PAYLOAD'])
    const attached = Array.from({ length: 9 }, () => Buffer.alloc(1))
    expect(await codeOf(socket, 'act', 'R:1', { ...say(6, 'fine'), attached })).to.equal('ok')
  })

  attack('[P9] 10,000 messages at once are refused from the limit on, unheard by the others', async () => {
    const socket = await ground.connect('eve')
    await ask(socket, 'enter', 'R:1', { client: 'c' })
    const before = process.memoryUsage().rss
    const started = Date.now()
    const burst = Array.from({ length: 10_000 }, (_, index) => codeOf(socket, 'act', 'R:1', say(index + 1, `${index}`)))
    // While it lasts, everybody else is served.
    await Promise.race([ground.isUnharmed(), Promise.all(burst)])
    await ground.isUnharmed()
    const codes = await Promise.all(burst)
    const passed = codes.filter((code) => code === 'ok').length
    expect(passed).to.be.within(300, 400 + ((Date.now() - started) / 1000) * 200)
    expect(new Set(codes)).to.deep.equal(new Set(['ok', 'RATE_LIMITED', 'OUT_OF_ORDER']))
    expect((process.memoryUsage().rss - before) / 2 ** 20).to.be.below(300)
    // And the sender, once they have calmed down.
    let code = 'RATE_LIMITED'
    while (code === 'RATE_LIMITED') code = await codeOf(socket, 'act', 'R:1', say(passed + 1, 'calm'))
    expect(['ok', 'NUMBER_REUSED']).to.include(code)
  })

  attack('a client that never does anything is left alone, and counts for nothing', async () => {
    await ground.connect('eve')
    await ground.raw('mallory')
    await ground.raw()
    expect([ground.room.members.length, ground.inside('R:1')]).to.deep.equal([2, 2])
  })
})
