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
