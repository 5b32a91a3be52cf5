import { expect } from 'chai'
import { z } from 'zod/mini'
import { optionsSchema } from '../../server/applications/draw-and-guess/state.ts'
import { schemaOf } from '../../server/host/schema-of.ts'
import type { RoomTerms } from '../../web/client/rooms.ts'
import { fieldsOf } from '../../web/lobby/rooms/option-fields.ts'
import { ALL_OPTIONS, EMPTY, parseDraft, readDraft } from '../../web/lobby/rooms/room-draft.ts'

const terms = (change: Partial<RoomTerms> = {}): RoomTerms => ({
  ...{ options: true, schema: schemaOf(optionsSchema), players: { min: 2, max: 12 }, spectators: false },
  ...change,
})

describe('a room’s form', () => {
  it('has a field for each option that JSON Schema tells of, with its bounds and what holds without it', () => {
    expect(fieldsOf(terms().schema)?.map(({ label, kind, first }) => [label, kind, first])).to.deep.equal([
      ['Turn', { as: 'number', whole: true, min: 30, max: 240 }, '80'],
      ['Rounds', { as: 'number', whole: true, min: 1, max: 10 }, '3'],
      ['Language', { as: 'choice', choices: ['"en"', '"de"'] }, '"en"'],
      ['Words', { as: 'lines', max: 1000 }, ''],
      ['Only own words', { as: 'switch' }, 'false'],
    ])
    const others = z.object({ deep: z.object({ a: z.number() }), title: z.string(), any: z.optional(z.unknown()) })
    expect(fieldsOf(schemaOf(others))?.map(({ kind, required }) => [kind.as, required])).to.deep.equal([
      ['json', true],
      ['text', true],
      ['json', false],
    ])
    expect([fieldsOf(null), fieldsOf({ type: 'array' })]).to.deep.equal([undefined, undefined])
  })

  it('makes a room of what was typed that its application takes', () => {
    const options = { turn: '60', words: ' lamp \n\nsnow globe', onlyOwnWords: 'false' }
    const { room, errors } = readDraft('guess', { ...EMPTY, name: ' Ours ', max: '4', options }, terms())
    expect(errors).to.deep.equal({})
    expect(room).to.deep.equal({
      ...{ application: 'guess', name: 'Ours', private: false, players: { max: 4 } },
      options: { turn: 60, rounds: 3, language: 'en', words: ['lamp', 'snow globe'], onlyOwnWords: false },
    })
    expect(optionsSchema.safeParse(room.options).success).to.equal(true)
  })

  it('says what is wrong, each beside its field', () => {
    const options = { turn: '20', rounds: 'many' }
    expect(readDraft('guess', { ...EMPTY, min: '5', max: '3', options }, terms()).errors).to.deep.equal({
      name: 'Please type a name.',
      max: 'Fewer than it needs to start.',
      'options.turn': 'At least 30, please.',
      'options.rounds': 'Please type a number.',
    })
    expect(readDraft('guess', { ...EMPTY, name: 'A', min: '1.5' }, terms()).errors).to.deep.equal({
      min: 'Please type a whole number.',
    })
    const needed = schemaOf(z.object({ topic: z.string(), deep: z.object({}) }))
    const typed = { ...EMPTY, name: 'A', options: { deep: '{' } }
    expect(readDraft('other', typed, terms({ schema: needed })).errors).to.deep.equal({
      'options.topic': 'Please fill this in.',
      'options.deep': 'This is not JSON.',
    })
  })

  it('takes all options as one JSON where no schema tells of them, and none where there are none', () => {
    const of = (text: string, change: Partial<RoomTerms>) =>
      readDraft('other', { ...EMPTY, name: 'A', options: { [ALL_OPTIONS]: text } }, terms(change))
    expect(of('{"a":1}', { schema: null }).room.options).to.deep.equal({ a: 1 })
    expect(of('', { schema: null }).room).not.to.have.property('options')
    expect(of('{', { schema: null }).errors).to.deep.equal({ [`options.${ALL_OPTIONS}`]: 'This is not JSON.' })
    expect(of('{', { options: false, schema: null })).to.deep.include({ errors: {} })
    expect(of('', { spectators: true }).room.watch).to.equal('entrants')
  })

  it('is as it was left, and empty where what was kept is none', () => {
    const draft = { ...EMPTY, name: 'A', private: true, min: '3', watch: 'nobody', options: { turn: '60' } } as const
    expect(parseDraft(JSON.stringify(draft))).to.deep.equal(draft)
    for (const text of ['', '{', '[]', '{"name":1,"watch":"all","options":7}'])
      expect(parseDraft(text)).to.deep.equal(EMPTY)
  })
})
