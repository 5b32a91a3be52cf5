import { expect } from 'chai'
import { z } from 'zod/mini'
import { optionsSchema } from '../../server/applications/draw-and-guess/state.ts'
import { schemaOf } from '../../server/host/schema-of.ts'
import type { RoomDetail } from '../../server/protocol/rooms-messages.ts'
import type { RoomTerms } from '../../web/client/rooms.ts'
import { changeOf, differenceWords, draftOf } from '../../web/lobby/rooms/room-change.ts'
import { ALL_OPTIONS, type RoomDraft, readDraft } from '../../web/lobby/rooms/room-draft.ts'

const players = { min: 2, max: 12 }
const TERMS: RoomTerms = { options: true, schema: schemaOf(optionsSchema), players, spectators: true }

const room = (change: Partial<RoomDetail> = {}): RoomDetail => ({
  ...{ id: 'r', application: 'guess', name: 'Ours', private: false, players, watch: 'entrants', options: null },
  ...{
    owner: { id: 'ann', name: 'Ann' },
    role: 'owner',
    origin: 'people',
    status: 'waiting',
    watchers: 0,
    archived: false,
  },
  ...{ deletedAt: null, madeAt: 1, revision: 1, may: ['see', 'edit'] },
  ...change,
})

/** What is sent of a form in which this was typed. */
function sent(seen: RoomDetail, typed: Partial<RoomDraft> = {}, terms = TERMS) {
  const { room: wanted, errors } = readDraft(seen.application, { ...draftOf(seen, terms), ...typed }, terms)
  expect(errors).to.deep.equal({})
  const { name, private: closed = false, players, watch, options } = wanted
  return changeOf(seen, { name, private: closed, players, watch, options }, terms)
}

describe('a change of a room', () => {
  it('is nothing of a form in which nothing was changed, whatever the options', () => {
    for (const options of [null, { turn: 60 }, { turn: 60, rounds: 3, words: ['a', 'b'], onlyOwnWords: true }])
      expect(sent(room({ options })), JSON.stringify(options)).to.deep.equal({})
    const unknown = { ...TERMS, schema: null }
    for (const options of [null, { deep: [1] }])
      expect(sent(room({ options }), {}, unknown), JSON.stringify(options)).to.deep.equal({})
  })

  it('has options as they were given, and all of them as soon as one is another', () => {
    const seen = room({ options: { turn: 60, words: ['lamp'] } })
    const { options } = draftOf(seen, TERMS)
    expect(options).to.deep.equal({ turn: '60', words: 'lamp' })
    expect(sent(seen, { options: { ...options, rounds: '5' } })).to.deep.equal({
      options: { turn: 60, rounds: 5, language: 'en', words: ['lamp'], onlyOwnWords: false },
    })
    expect(sent(seen, { name: 'Other', options })).to.deep.equal({ name: 'Other' })
    const all = { ...TERMS, schema: null }
    expect(sent(seen, { options: { [ALL_OPTIONS]: '{"turn":30}' } }, all)).to.deep.equal({ options: { turn: 30 } })
    expect(sent(seen, { options: {} }, all)).to.deep.equal({ options: null })
  })

  it('leaves options as they are for which there is no field, and all of them where the form shows none', () => {
    const seen = room({ options: { turn: 60, secret: 7 } })
    const schema = schemaOf(z.object({ turn: z.number() }))
    expect(sent(seen, { options: { turn: '30' } }, { ...TERMS, schema })).to.deep.equal({
      options: { secret: 7, turn: 30 },
    })
    expect(sent(seen, { name: 'Other' }, { ...TERMS, options: false })).to.deep.equal({ name: 'Other' })
  })

  it('of somebody else is said in words', () => {
    expect(differenceWords(room(), room({ options: { turn: 30 }, status: 'running' }))).to.deep.equal([
      'Its options are others now.',
      'It has begun.',
    ])
  })
})
