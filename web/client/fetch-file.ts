import { SocDrawError } from '../../server/protocol/errors.ts'
import { hasError } from './ask-http.ts'

/** What is answered as a file, however long that takes. Rejects with `SocDrawError`: the server's own, or `CONNECTION_FAILED`. */
export async function fetchFile(address: string, token: string): Promise<Blob> {
  const lost = (cause: unknown): never => {
    throw Object.assign(new SocDrawError('CONNECTION_FAILED'), { cause })
  }
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } }).catch(lost)
  if (response.ok) return response.blob().catch(lost)
  const answer: unknown = await response.json().catch(() => undefined)
  throw hasError(answer) ? new SocDrawError(answer.error) : new SocDrawError('CONNECTION_FAILED')
}
