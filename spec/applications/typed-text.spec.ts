import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import { drawAndGuess } from '../../server/applications/draw-and-guess.ts'
import { createServer } from '../../server/host/server.ts'
import { play } from '../../server/testing/play.ts'
import { rejection } from '../support/rejection.ts'

const members = ['ann', 'bob']

describe('what people type', () => {
  it('is said without its control characters, and refused where nothing is left', async () => {
    const room = await play(chat, { members })
    await room.as('ann').say({ text: '\u0000one\r\n\u001b[1mtwo\u202e \ufffe' })
    expect(room.state.messages.at(-1)?.text).to.equal('one\n[1mtwo')
    for (const text of ['\u0000', '\u200b', ' \u2069 ']) {
      expect((await rejection(room.as('ann').say({ text }))).code, JSON.stringify(text)).to.equal('INVALID_PAYLOAD')
    }
    await room.as('ann').say({ text: `\u0000${'x'.repeat(2000)}\u0000` })
  })

  it('is guessed in one line', async () => {
    const room = await play(drawAndGuess({ en: ['apple', 'pear', 'plum'], de: [] }), { members, options: {} })
    await room.as('ann').say({ text: 'one\u0007\n\ttwo\u2028three\ud800' })
    expect(room.state.lines.at(-1)?.text).to.equal('one two three')
    expect((await rejection(room.as('ann').say({ text: '\u0008' }))).code).to.equal('INVALID_PAYLOAD')
  })

  it('stands behind its sender’s name in a preview, and neither turns the other', async () => {
    const preview = (name: string, text: string) =>
      chat.preview?.({ messages: [{ id: 1, sender: 'x', name, text, at: 0 }] })
    expect(preview('Ann', 'hello')).to.equal('Ann: hello')
    expect(preview('עומר', 'hello 1')).to.equal('\u2068עומר\u2069: hello 1')
    expect(preview('Ann', 'صباح (1)')).to.equal('Ann: \u2068صباح (1)\u2069')
  })
})

describe('a room’s id and name', () => {
  const start = (room: { id: string; name: string }) =>
    createServer({
      data: 'memory',
      port: 0,
      logLevel: 'silent',
      applications: [chat],
      rooms: [{ ...room, application: 'chat' }],
    }).then(
      async (server) => {
        await server.stop()
        return 'it started'
      },
      (error: Error) => error.message,
    )

  it('are refused in words where an address can’t carry the id', async () => {
    for (const id of ['.', '..', 'a/b', ''])
      expect(await start({ id, name: 'Room' }), id).to.contain('can’t be a room’s id')
  })

  it('are refused in words where a list can’t carry the name', async () => {
    for (const name of ['', ' ', 'a\u0000', 'a\u202eb', 'x'.repeat(101)]) {
      expect(await start({ id: 'R:1', name }), JSON.stringify(name))
        .to.contain('room R:1')
        .and.to.contain('can’t be its name')
    }
  })

  it('are taken in whatever script', async () => {
    expect(await start({ id: '...', name: 'غرفة' })).to.equal('it started')
  })
})
