import type { GuessSeen } from './seen.ts'

/** What one hears. */
export type Cue = 'mine' | 'turn' | 'solved' | 'other' | 'close' | 'tick' | 'ended' | 'over'

/** What is to be heard of a change. */
export function cuesBetween(before: GuessSeen, after: GuessSeen, user: string): readonly Cue[] {
  const cues: Cue[] = []
  const [was, is] = [before.phase, after.phase]
  if (was.name !== is.name) {
    if (is.name === 'choosing' && is.drawer === user) cues.push('mine')
    if (is.name === 'drawing' && is.drawer !== user) cues.push('turn')
    if (is.name === 'answer') cues.push('ended')
    if (is.name === 'over') cues.push('over')
  }
  const solved = newLines(before, after).filter(({ kind }) => kind === 'solved')
  if (solved.some((line) => line.user === user)) cues.push('solved')
  else if (solved.length > 0) cues.push('other')
  const lastOwn = before.own?.lines.at(-1)?.id ?? -1
  if (after.own?.lines.some(({ id, kind }) => kind === 'close' && id > lastOwn)) cues.push('close')
  return cues
}

function newLines(before: GuessSeen, after: GuessSeen): GuessSeen['lines'] {
  const last = before.lines.at(-1)?.id ?? -1
  return before.lines === after.lines ? [] : after.lines.filter(({ id }) => id > last)
}
