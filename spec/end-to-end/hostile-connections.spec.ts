import { expect } from 'chai'
import { type Attacker, ask, codeOf, HostileGround } from './support/hostile-ground.ts'
import { soon, waitFor } from './support/wait-for.ts'

const enter = { client: 'c' }
const say = (seq: number, text: string) => ({ client: 'c', seq, name: 'say', payload: { text } })

/** What a handshake is refused with. @throws Error when it is let in */
function refusalOf(socket: Attacker): Promise<Error & { data?: unknown }> {
  const refused = new Promise<Error>((resolve, reject) => {
    socket.on('connect', () => reject(new Error('was let in')))
    socket.on('connect_error', resolve)
  })
  return soon(refused, 'the handshake was answered')
}

describe('hostile connections', () => {
  let ground: HostileGround

  /** Attacks a server with two decent members in R:1, who must not notice. */
  function attack(title: string, run: () => Promise<void>): void {
    it(title, async () => {
      await run()
      await ground.isUnharmed()
    })
  }

  const member = (user: string) => ground.room.members.find(({ id }) => id === user)

  beforeEach(async () => {
    ground = await HostileGround.open()
  })

  afterEach(async () => {
    await ground.close()
  })

  attack('a handshake that shows nothing, or anything but a token, is UNAUTHENTICATED', async () => {
    const deep = JSON.parse('['.repeat(1000) + ']'.repeat(1000))
    const tokens = [null, 1, true, {}, [], ['ann'], { as: 'ann' }, '', ' ', 'as ', 'ann', 'x'.repeat(100_000), deep]
    const handshakes = [
      {},
      { auth: {} },
      ...tokens.map((token) => ({ auth: { token } })),
      { auth: { Token: 'as ann' } },
    ]
    for (const handshake of handshakes) {
      const socket = ground.dial('/chat', handshake)
      const { data } = await refusalOf(socket)
      expect(data).to.include({ code: 'UNAUTHENTICATED', retryable: false })
      socket.disconnect()
    }
    expect(ground.server.io.of('/chat').sockets.size).to.equal(2)
  })

  attack('there is nothing at namespaces that are no lobbies', async () => {
    for (const namespace of ['/nope', '/chat/R:1', '/__proto__', '/constructor', '/Chat', '/chat%00', '/*']) {
      const socket = ground.dial(namespace, { auth: { token: 'as ann' } })
      expect((await refusalOf(socket)).message, namespace).to.equal('Invalid namespace')
      socket.disconnect()
    }
  })

  attack('the default namespace serves nobody', async () => {
    const socket = ground.dial('/', { auth: { token: 'as ann' } })
    socket.on('connect', () => {
      for (const event of ['enter', 'act', 'leave']) socket.emit(event, 'R:1', enter, () => {})
    })
    await waitFor(() => socket.connected || !socket.active)
    expect(ground.room.members).to.have.lengthOf(2)
  })

  attack('[P12] a user counts once, however many connections they have', async () => {
    const tabs = await Promise.all(Array.from({ length: 20 }, () => ground.connect('eve')))
    // All under one name, as a page does that was duplicated with its storage.
    await Promise.all(tabs.map((tab) => ask(tab, 'enter', 'R:1', enter)))
    await waitFor(() => member('eve') !== undefined)
    expect([ground.room.members.length, ground.inside('R:1')]).to.deep.equal([3, 22])
    const codes = await Promise.all(tabs.map((tab) => codeOf(tab, 'act', 'R:1', say(1, 'once'))))
    // The one that entered last acts under the name; the others are to enter anew.
    expect(codes.toSorted()).to.deep.equal([...Array(19).fill('NOT_A_MEMBER'), 'ok'])
    for (const tab of tabs.slice(1)) tab.disconnect()
    await waitFor(() => ground.inside('R:1') === 3)
    expect(member('eve')).to.include({ connected: true })
    expect(await codeOf(tabs[0]!, 'leave', 'R:1')).to.equal('ok')
    await waitFor(() => member('eve') === undefined)
    expect(ground.texts.filter((text) => text === 'once')).to.have.lengthOf(1)
  })

  attack('entering twice is entering once', async () => {
    const socket = await ground.connect('eve')
    const answers = await Promise.all([1, 2, 3].map(() => ask(socket, 'enter', 'R:1', enter)))
    expect(answers.map(({ ok }) => ok)).to.deep.equal([true, true, true])
    expect(await codeOf(socket, 'enter', 'R:1', { client: 'another name' })).to.equal('ok')
    expect(ground.inside('R:1')).to.equal(3)
    await ask(socket, 'leave', 'R:1')
    await waitFor(() => member('eve') === undefined)
  })

  attack('leaving twice is leaving once', async () => {
    const [socket, tab] = [await ground.connect('eve'), await ground.connect('eve')]
    await ask(socket, 'enter', 'R:1', enter)
    await ask(tab, 'enter', 'R:1', { client: 'd' })
    for (const _time of [1, 2, 3]) expect(await codeOf(socket, 'leave', 'R:1')).to.equal('ok')
    expect(await codeOf(socket, 'act', 'R:1', say(1, 'gone'))).to.equal('NOT_A_MEMBER')
    // The other tab's seat is not the first one's to give up.
    expect(await codeOf(tab, 'act', 'R:1', { ...say(1, 'still here'), client: 'd' })).to.equal('ok')
    expect(member('eve')).to.include({ connected: true })
  })

  for (const [title, room] of [
    ['a room that is open', 'R:1'],
    ['a room that nobody has opened yet', 'R:2'],
  ] as const) {
    attack(`[P2] the last word holds, of “enter” and “leave” in one breath: ${title}`, async () => {
      const socket = await ground.connect('eve')
      const [entered, left] = await Promise.all([codeOf(socket, 'enter', room, enter), codeOf(socket, 'leave', room)])
      expect(left).to.equal('ok')
      expect(['ok', 'ROOM_LEFT']).to.include(entered)
      expect(await codeOf(socket, 'act', room, say(1, 'gone'))).to.equal('NOT_A_MEMBER')
      expect(ground.inside(room)).to.equal(room === 'R:1' ? 2 : 0)
    })

    attack(`[P2] the last word holds, of “enter”, “leave”, “enter” in one breath: ${title}`, async () => {
      const socket = await ground.connect('eve')
      const [, , entered] = await Promise.all([
        codeOf(socket, 'enter', room, enter),
        codeOf(socket, 'leave', room),
        codeOf(socket, 'enter', room, enter),
      ])
      expect(entered).to.equal('ok')
      expect(await codeOf(socket, 'act', room, say(1, 'back'))).to.equal(room === 'R:1' ? 'ok' : 'ROOM_WAITING')
    })
  }

  attack('[P12] who left and entered in one breath is in the room, and is missed when they go', async () => {
    const socket = await ground.connect('eve')
    await ask(socket, 'enter', 'R:1', enter)
    const [left, entered] = await Promise.all([codeOf(socket, 'leave', 'R:1'), codeOf(socket, 'enter', 'R:1', enter)])
    expect([left, entered]).to.deep.equal(['ok', 'ok'])
    expect(await codeOf(socket, 'act', 'R:1', say(1, 'back'))).to.equal('ok')
    socket.disconnect()
    await waitFor(() => member('eve')?.connected === false, 'the others see that the connection is gone')
  })

  attack('[P12] a connection that is lost while it enters leaves nobody behind', async () => {
    for (const room of ['R:1', 'R:2']) {
      const socket = await ground.connect('eve')
      socket.emit('enter', room, enter, () => {})
      socket.disconnect()
      await waitFor(() => ground.server.io.of('/chat').sockets.size === 2)
      await ground.isUnharmed()
      expect(member('eve')?.connected ?? false, room).to.equal(false)
    }
  })

  attack('a hundred enters and leaves in one breath end as the last one says', async () => {
    const socket = await ground.connect('eve')
    const codes = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        index % 2 === 0 ? codeOf(socket, 'enter', 'R:1', enter) : codeOf(socket, 'leave', 'R:1'),
      ),
    )
    expect(codes.at(-1)).to.equal('ok')
    expect(await codeOf(socket, 'act', 'R:1', say(1, 'gone'))).to.equal('NOT_A_MEMBER')
    await waitFor(() => member('eve') === undefined)
    expect(ground.inside('R:1')).to.equal(2)
  })

  it('[P9] a user who makes up names without end is nobody under any of them', async () => {
    await ground.close()
    ground = await HostileGround.open({ limits: { rate: 1e6, burst: 1e6 } })
    const [socket, ann] = [await ground.connect('eve'), await ground.connect('ann')]
    await ask(socket, 'enter', 'R:1', enter)
    const codes: string[] = []
    for (let batch = 0; batch < 12; batch++) {
      const names = Array.from({ length: 100 }, (_, index) => `name ${batch} ${index}`)
      const acts = names.map((client) => codeOf(socket, 'act', 'R:1', { ...say(1, '.'), client }))
      codes.push(...(await Promise.all(acts)))
    }
    expect(new Set(codes)).to.deep.equal(new Set(['NOT_A_MEMBER']))
    expect(await codeOf(ann, 'enter', 'R:1', enter)).to.equal('ok')
    expect(await codeOf(ann, 'act', 'R:1', say(1, 'of ann'))).to.equal('ok')
    await ground.isUnharmed()
  })

  it('[P9] stops although clients neither read nor close their connections', async () => {
    await Promise.all([ground.raw(), ground.raw('eve'), ground.raw('mallory')])
    const silent = await ground.raw('eve')
    silent.send('42/chat,1["enter","R:1",{"client":"c"}]')
    expect(await silent.answer('/chat', 1)).to.include({ ok: true })
    await soon(ground.server.stop(), 'the server stopped', 1500)
  })
})
