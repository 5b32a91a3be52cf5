import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { expect } from 'chai'

interface OperationObject {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly security: readonly object[]
  readonly requestBody?: object
  readonly responses: Readonly<Record<string, Described>>
}

type Operations = Readonly<Record<string, OperationObject>>

interface Described {
  readonly content?: object
}

export interface ApiDocument {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Operations>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

interface Asked {
  readonly method: string
  /** As it was asked for, with a query or without. */
  readonly url: string
}

interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** Returns what holds an answer to what the API's document says of it, and does nothing for what is no route of it. */
export function answerCheck(document: ApiDocument): (asked: Asked, answer: Answer) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true }).addSchema(document, 'api')
  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `api#${pointer}` })
    compiled.set(pointer, known)
    return known
  }
  const expectValid = (pointer: string, body: string, what: string): void => {
    const isValid = validatorOf(pointer)
    const value: unknown = JSON.parse(body)
    expect(isValid(value), `${what}: ${ajv.errorsText(isValid.errors)} in ${body}`).to.equal(true)
  }
  return (asked, { statusCode, headers, body }) => {
    const found = operationOf(document, asked)
    if (!found) return
    const what = `${asked.method} ${found.path} ${statusCode}`
    const responses = document.paths[found.path]?.[found.method]?.responses ?? {}
    const described = responses[statusCode]
    if (!described) expect.fail(`${what} is not in the document: ${body}`)
    if (asked.method.toUpperCase() === 'HEAD') return
    if (!described.content) {
      expect(body, what).to.equal('')
      return
    }
    const type = String(headers['content-type'])
    // What is sent as it is read has no shape of its own.
    if (!('application/json' in described.content)) {
      expect(Object.keys(described.content), what).to.include(type.replace(/;.*/, ''))
      return
    }
    expect(type, what).to.match(/^application\/json(;|$)/)
    const parts = ['paths', found.path, found.method, 'responses', String(statusCode), 'content', 'application/json']
    expectValid(`/${[...parts, 'schema'].map(pointed).join('/')}`, body, what)
  }
}

/** The operation that a request is for; undefined for what the document does not tell of. */
export function operationOf(document: ApiDocument, { method, url }: Asked) {
  const base = document.servers[0]?.url.replace(/\/$/, '') ?? ''
  const [address = ''] = url.split('?')
  const lower = method.toLowerCase()
  for (const [path, operations] of Object.entries(document.paths)) {
    const pattern = new RegExp(`^${base}${path.replace(/\{[^}]+\}/g, '[^/]+').replaceAll('.', '\\.')}$`)
    const answered = lower === 'head' ? 'get' : lower
    if (pattern.test(address) && answered in operations) return { path, method: answered }
  }
  return undefined
}

/** A step of a JSON pointer in a fragment. */
function pointed(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
}
