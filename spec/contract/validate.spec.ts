import { type } from 'arktype'
import { expect } from 'chai'
import * as yup from 'yup'
import { z as classic } from 'zod'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import { AsynchronousSchema, validate } from '../../server/contract/validate.ts'
import { zodWords } from '../../server/contract/zod-words.ts'
import { play } from '../../server/testing/play.ts'

const told = (schema: Parameters<typeof validate>[0], value: unknown): string => {
  const result = validate(schema, value, zodWords)
  return result.ok ? 'ok' : result.message
}
const by = (result: object | (() => unknown)) => ({
  '~standard': {
    version: 1 as const,
    vendor: 'by-hand',
    validate: () => (typeof result === 'function' ? result() : result) as never,
  },
})

/** Of a library whose paths are a kind of array of their own, as arktype's are: `map` makes another one. */
class Path extends Array<PropertyKey> {
  constructor(...keys: PropertyKey[]) {
    super()
    for (const key of keys) this.push(key)
  }
}

describe('what a schema refuses', () => {
  describe('by zod/mini', () => {
    const { customError, localeError } = z.config()
    const schema = z.object({ text: z.string().check(z.minLength(2)), size: z.optional(z.number()) })

    beforeEach(() => {
      // The words of all schemas in the process, as nobody has set them.
      z.config({ customError: undefined, localeError: undefined })
    })

    afterEach(() => {
      z.config({ customError, localeError })
    })

    it('is told by field, with what was expected, though zod/mini has no words for it', () => {
      expect(told(schema, { text: 5 })).to.equal('text: Invalid input: expected string, received number')
      expect(told(schema, { text: 'a', size: 'b' })).to.equal(
        'text: Too small: expected string to have >=2 characters; size: Invalid input: expected number, received string',
      )
      expect(told(schema, undefined)).to.equal('Invalid input: expected object, received undefined')
      expect(z.config()).to.include({ customError: undefined, localeError: undefined })
    })

    it('is told of each part of a union, whoever has configured zod', () => {
      const either = z.object({ at: z.union([z.string(), z.object({ x: z.number() })]) })
      const words =
        'at: Invalid input: expected string, received object | x: Invalid input: expected number, received string'
      expect(told(either, { at: { x: 'a' } })).to.equal(words)
      z.config(z.locales.en())
      expect(told(either, { at: { x: 'a' } })).to.equal(words)
    })

    it('is told in the schema’s own words, or in the host’s language, where there are any', () => {
      expect(told(z.object({ text: z.string('Say something.') }), {})).to.equal('text: Say something.')
      z.config(z.locales.de())
      expect(told(schema, { text: 5 })).to.match(/^text: Ungültige Eingabe/)
    })
  })

  it('names the path, whatever kind of list it is', () => {
    const issues = (...path: readonly PropertyKey[]) =>
      by({ issues: [{ message: 'is wrong', path: new Path(...path) }] })
    expect(told(issues(), 1)).to.equal('is wrong')
    expect(told(issues('list', 3, 'at'), 1)).to.equal('list.3.at: is wrong')
    expect(told(by({ issues: [{ message: 'is wrong', path: [{ key: 'a' }, { key: 0 }] }] }), 1)).to.equal(
      'a.0: is wrong',
    )
    expect(told(type({ list: 'number[]' }), 5)).to.equal('must be an object (was a number)')
    expect(told(type({ list: 'number[]' }), { list: [1, 'b'] })).to.contain('list[1] must be a number (was a string)')
    expect(told(by({ issues: [] }), 1)).to.equal('It is not valid.')
  })

  it('[P9] is told in 500 characters at most', () => {
    const endless = { message: 'not '.repeat(20_000), path: ['text'] }
    expect(told(by({ issues: [endless, endless] }), 1)).to.have.length(500)
  })

  it('is a schema’s own error where it throws one, run once; an asynchronous one is told as that', () => {
    let runs = 0
    const fail = () => {
      runs++
      throw new SyntaxError('no JSON')
    }
    for (const schema of [classic.string().transform(fail), z.pipe(z.string(), z.transform(fail)), by(fail)]) {
      runs = 0
      expect(() => validate(schema, 'x')).to.throw(SyntaxError, 'no JSON')
      expect(runs).to.equal(1)
    }
    for (const schema of [classic.string().refine(async () => true), yup.string(), by(async () => ({ value: 1 }))]) {
      expect(() => validate(schema as never, 'x')).to.throw(AsynchronousSchema)
    }
  })

  it('is at its definition what always answers by promises', () => {
    const players = { min: 1, max: 1 }
    const initialise = () => ({})
    const asynchronous = yup.object({ text: yup.string().required() })
    expect(() =>
      defineApplication({
        name: 'later',
        players,
        initialise,
        update: (action) => ({ say: action(asynchronous, () => {}) }),
      }),
    ).to.throw(TypeError, 'application "later": the schema of the action say is asynchronous')
    // Whether this one is can't be known before it is used; that it throws for nothing says nothing.
    const fussy = classic.any().transform((value: { text: string }) => value.text.length)
    defineApplication({ name: 'now', players, initialise, update: (action) => ({ say: action(fussy, () => {}) }) })
  })

  it('reaches the author in play() as what the schema threw', async () => {
    const parsed = z.object({
      json: z.pipe(
        z.string(),
        z.transform((text): number => JSON.parse(text)),
      ),
    })
    const parsing = defineApplication({
      name: 'parsing',
      players: { min: 1, max: 1 },
      initialise: () => ({ last: 0 }),
      update: (action) => ({
        keep: action(parsed, (state, { json }) => {
          state.last = json
        }),
      }),
    })
    const game = await play(parsing, { members: ['ann'] })
    const failure = await game
      .as('ann')
      .keep({ json: '{' })
      .then(
        () => undefined,
        (error: unknown) => error,
      )
    expect(failure).to.be.instanceOf(SyntaxError)
  })
})
