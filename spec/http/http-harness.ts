import { randomBytes } from 'node:crypto'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { type Accounts, type AccountsParts, createAccounts } from '../../server/accounts/accounts.ts'
import { createHttp, type HttpParts } from '../../server/http/create-http.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { memoryParts } from '../accounts/memory-parts.ts'
import { RecordingHasher } from '../accounts/recording-hasher.ts'
import { type ApiDocument, answerCheck } from './api-checks.ts'

export const PASSWORD = 'a long enough one'

/** Accounts with one user, `ada`, and what is seen of them. */
export async function createAdasAccounts(change: Partial<Accounts> = {}, parts: Partial<AccountsParts> = {}) {
  const hasher = new RecordingHasher()
  const clock = new FakeClock()
  const onError = (error: unknown) => {
    throw error
  }
  const { store, audit } = memoryParts()
  const built = createAccounts({ store, audit, clock, randomBytes, onError, hasher, delays: false, ...parts })
  const accounts: Accounts = { ...built, ...change }
  const ada = await accounts.ensureUser({ username: 'ada', name: 'Ada', password: PASSWORD })
  return { accounts, ada, audit, hasher, clock }
}

/** Keeps what was opened in a spec, and closes it after each. Call inside `describe`. */
export function useHttp() {
  const opened: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const app of opened.splice(0)) await app.close()
  })

  /** An HTTP side without page, limits and log, unless `parts` say otherwise. Each answer is held to the API's document. */
  return async (parts: Partial<HttpParts> = {}) => {
    const logged: string[] = []
    const app = await createHttp({
      basePath: '/',
      signInLimit: 'none',
      site: { applications: [], demo: null },
      ready: () => undefined,
      document: true,
      frontEnd: { mode: 'none' },
      trustProxy: false,
      log: { level: 'warn', stream: { write: (line) => logged.push(line) } },
      ...parts,
    })
    opened.push(app)
    holdToDocument(app, parts.basePath ?? '/')
    return { app, logged }
  }
}

/** Makes every answer to an injected request fail that is not as the API's document says. */
function holdToDocument(app: FastifyInstance, basePath: string): void {
  const inject = app.inject.bind(app)
  let check: ReturnType<typeof answerCheck> | undefined
  const held = async (asked: InjectOptions | string) => {
    const { method = 'GET', url } = typeof asked === 'string' ? { url: asked } : asked
    const answer = await inject(asked)
    check ??= answerCheck((await inject(`${basePath}api/openapi.json`)).json<ApiDocument>())
    check({ method, url: String(url) }, answer)
    return answer
  }
  app.inject = held as typeof app.inject
}

/** The body of a refusal, as `answerError` makes it. */
export function refusal(code: string, message: string, retryable = false) {
  return { error: { code, message, retryable } }
}

export const NOT_FOUND = refusal('NOT_FOUND', 'There is nothing here.')
