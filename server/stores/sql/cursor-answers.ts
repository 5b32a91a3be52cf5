import type { StoredAnswer } from '../../rooms/log/room-log.ts'
import { textFromStored } from '../storable-text.ts'

/** A row of `cursors`, without its room. */
export interface CursorRow {
  readonly user: string
  readonly client: string
  readonly last: number
  readonly confirmed: number
  readonly used_at: number
  readonly answers: string
}

/** A client's standing: one record a number that is not confirmed; the last number has one in any case. */
export function standingOf({ user, client, last, confirmed, used_at: at, answers }: CursorRow): StoredAnswer[] {
  const whose = { user: textFromStored(user), client: textFromStored(client), confirmed, at }
  const standing: StoredAnswer[] = linesBetween(answers, confirmed).map((line) => {
    const [seq, digest, answer] = JSON.parse(line)
    return { ...whose, seq, digest, answer }
  })
  if (standing.at(-1)?.seq !== last) standing.push({ ...whose, seq: last, digest: '' })
  return standing
}

/** The lines of `cursors.answers` whose number is above `confirmed`, and below `end` where there is one. */
export function linesBetween(answers: string, confirmed: number, end = Number.POSITIVE_INFINITY): string[] {
  return answers.split('\n').filter((line) => {
    const seq = seqOf(line)
    return seq > confirmed && seq < end
  })
}

/** A line is `[seq,…`; the one after the last line's end is empty, and has no number. */
function seqOf(line: string): number {
  return Number.parseInt(line.slice(1), 10)
}
