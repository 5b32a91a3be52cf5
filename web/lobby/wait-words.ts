import type { SocDrawError } from '../../server/protocol/errors.ts'

/** What a connection that does not stand yet is waiting for. `trouble`: why the last attempt came to nothing. */
export function waitWords(trouble: SocDrawError | undefined): string {
  if (trouble === undefined) return 'Waiting for the server’s answer…'
  if (trouble.code === 'TIMED_OUT') {
    return 'The server is there, but the live connection gets no answer; a proxy or firewall may hold it up. Trying another way…'
  }
  return `${trouble.message} Trying again…`
}
