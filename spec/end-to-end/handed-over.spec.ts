import type { StandardSchemaV1 } from '@standard-schema/spec'
import { expect } from 'chai'
import { defineApplication } from '../../server/contract/define-application.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import type { User } from '../../server/protocol/room-document.ts'
import type { Effect } from '../../server/rooms/ports.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { play } from '../../server/testing/play.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { rejection } from '../support/rejection.ts'
import { waitFor } from './support/wait-for.ts'

interface Note {
  n: number
  a?: string | undefined
  list?: unknown[]
}

/** A schema that hands on the very object, as those of several libraries do. */
const anyNote: StandardSchemaV1<Note, Note> = {
  '~standard': { version: 1, vendor: 'by-hand', validate: (value: unknown) => ({ value: value as Note }) },
}

/** Its handlers change what they are given, and keep the very object in every place there is. */
const notes = defineApplication({
  name: 'notes',
  players: { min: 1, max: 4 },
  options: anyNote,
  presence: anyNote,
  predict: ['keep'],
  initialise: ({ options }): { kept: Note[]; options: Note; orders: string[] } => {
    options.n++
    return { kept: [], options, orders: [] }
  },
  update: (action) => ({
    keep: action(anyNote, (state, note, { members }) => {
      note.n++
      state.kept.push(note)
      state.orders.push(
        (members as User[])
          .reverse()
          .map(({ id }) => id)
          .join(),
      )
      return note
    }),
    mail: action(anyNote, (_state, note, { effect }) => {
      effect('mail', note)
      effect('ping')
      note.n = 100
    }),
  }),
  history: { keep: true, mail: ({ payload }) => ({ ...payload, a: undefined }) },
})

type Notes = typeof notes

describe('what is handed over at a door', () => {
  let server: SocDrawServer
  let bots: Bots<Notes>
  let lobby: Lobby<Notes>
  let room: Room<Notes>
  const effects: Effect[] = []
  const options: Note = { n: 1, a: undefined }

  before(async () => {
    const carryOut = async (effect: Effect) => void effects.push(effect)
    server = await startTestServer(notes, {
      rooms: [{ id: 'R:1', name: 'One', application: 'notes', options }],
      effects: { mail: carryOut, ping: carryOut },
    })
    options.n = 50
    bots = new Bots(server, 'notes')
    lobby = await connect<Notes>(server.url, 'notes', { token: tokenOf('ann'), rules: notes })
    room = await lobby.enter('R:1')
  })

  after(async () => {
    lobby.close()
    bots.close()
    await server.stop()
  })

  it('[P4] is its giver’s: a predicted action is done as it was made, however often it was predicted', async () => {
    const given = { n: 0 }
    const acts = [room.act.keep(given), room.act.keep(given), room.act.keep(given)]
    for (let look = 0; look < 3; look++) expect(room.state?.kept.map(({ n }) => n)).to.deep.equal([1, 1, 1])
    expect(given).to.deep.equal({ n: 0 })
    given.n = 40
    expect(await Promise.all(acts)).to.deep.equal([{ n: 1 }, { n: 1 }, { n: 1 }])
    expect(room.state?.kept).to.deep.equal([{ n: 1 }, { n: 1 }, { n: 1 }])
    const past = await room.history()
    expect(past.actions.map(({ payload }) => payload)).to.deep.equal([{ n: 0 }, { n: 0 }, { n: 0 }])
  })

  it('is the client’s own: a predicted handler that sorts the members leaves the room’s as they are', async () => {
    await bots.enter('R:1', 'bob')
    await until(room, ({ members }) => members.length === 2)
    const act = room.act.keep({ n: 0 })
    expect(room.state?.orders.at(-1)).to.equal('bob,ann')
    expect(room.members.map(({ id }) => id)).to.deep.equal(['ann', 'bob'])
    await act
    expect(room.state?.orders.at(-1)).to.equal('bob,ann')
  })

  it('is the host’s and the test’s own too', async () => {
    const given = { n: 5, a: undefined }
    const act = server.room<Notes>('R:1').act.keep(given)
    given.n = 40
    expect(await act).to.deep.equal({ n: 6 })
    expect(given).to.deep.equal({ n: 40, a: undefined })

    const settings = { n: 7, a: undefined }
    const game = await play(notes, { members: ['ann'], options: settings })
    const kept = game.as('ann').keep(given)
    given.n = 60
    expect(await kept).to.deep.equal({ n: 41 })
    expect([game.state.options, settings.n]).to.deep.equal([{ n: 8 }, 7])
    const shown = { n: 1, a: undefined }
    await game.present('ann', shown)
    expect(game.presence.get('ann')).to.deep.equal({ n: 1 })
    const seen = [game.state, game.seenBy('ann')]
    for (const { kept: list } of seen) (list as Note[]).length = 0
    for (const value of game.presence.values()) (value as Note).n = 70
    expect(await game.as('ann').keep({ n: 1 })).to.deep.equal({ n: 2 })
    expect(game.state.kept).to.deep.equal([{ n: 41 }, { n: 2 }])
    expect(game.presence.get('ann')).to.deep.equal({ n: 1 })
  })

  it('is the room’s: settings are as they were given, whatever initialise makes of them', () => {
    expect(room.state?.options).to.deep.equal({ n: 2 })
  })

  it('is shown as it was, when it is presented', async () => {
    const [bob] = await bots.enter('R:1', 'bob')
    const shown: Note = { n: 1, a: undefined }
    room.present(shown)
    shown.n = 2
    room.present(shown)
    shown.n = 3
    await waitFor(() => bob?.presence.get('ann')?.n === 2)
    expect(bob?.presence.get('ann')).to.deep.equal({ n: 2 })
  })

  it('has no key for `undefined`, and none of it in arrays, whoever hands it over', async () => {
    const absent = { n: 0, a: undefined, list: [{ b: undefined }] }
    const game = await play(notes, { members: ['ann'], options })
    for (const act of [room.act, server.room<Notes>('R:1').act, game.as('ann')]) {
      expect(await act.keep(absent)).to.deep.equal({ n: 1, list: [{}] })
      for (const part of [undefined, () => 1, Symbol('s'), Number.NaN, 1n, new Map(), new Date(Number.NaN)]) {
        expect(await rejection(act.keep({ n: 0, list: [part] }))).to.include({ code: 'INVALID_PAYLOAD' })
      }
      expect((await rejection(act.keep({ n: 0, list: [[], [0, undefined]] }))).message).to.contain('list[1][1]')
    }
    expect(() => room.present({ n: 0, list: [undefined] }))
      .to.throw()
      .with.property('code', 'INVALID_PAYLOAD')
    expect(() => room.present({ n: 0, a: 'x'.repeat(5000) }))
      .to.throw()
      .with.property('code', 'TOO_LARGE')
  })

  it('reaches the host as an effect as it was when it was asked for', async () => {
    await room.act.mail({ n: 1, a: undefined })
    await waitFor(() => effects.length === 2)
    expect(effects.map(({ name, payload }) => [name, payload])).to.deep.equal([
      ['mail', { n: 1 }],
      ['ping', undefined],
    ])
    expect((await room.history({ limit: 1 })).actions[0]?.payload).to.deep.equal({ n: 1 })
  })
})
