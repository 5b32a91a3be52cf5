import { SocDrawError } from '../../server/protocol/errors.ts'
import type { AskHttp, HttpQuestion } from './ask-http.ts'
import { randomName } from './random-name.ts'

/** Asks for something to be made: once more where the answer was lost, by one key, so that one thing is made. */
export async function askOnce(ask: AskHttp, path: string, question: HttpQuestion): Promise<unknown> {
  const keyed = { method: 'POST', ...question, headers: { ...question.headers, 'idempotency-key': randomName() } }
  return ask(path, keyed).catch((error: unknown) => {
    if (error instanceof SocDrawError && error.code === 'CONNECTION_FAILED') return ask(path, keyed)
    throw error
  })
}
