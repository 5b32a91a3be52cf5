import {
  type Drawing,
  dropStroke,
  type Hand,
  hideStroke,
  MAX_STROKES,
  type Past,
  showStroke,
  strokeAt,
  strokeCount,
} from './drawing.ts'

/** How many steps a user can undo. */
export const MAX_STEPS = 100

/** How many strokes all the steps of a user may name: what is gone is kept for them, and must have an end. */
const MAX_NAMED = 300

/** How many strokes one step may name. */
const MAX_STEP = 100

/** How long a name is in a step, with the sign or space before it. */
const NAME_LENGTH = 7

type Sign = '+' | '-'

/** Notes what a user has drawn (`+`) or erased (`-`), to be undone; `joins`: in one step with the last of the same kind. */
export function remember(
  drawing: Drawing,
  user: string,
  step: { sign: Sign; ids: readonly string[]; joins: boolean },
): void {
  drawing.past[user] ??= { done: [], undone: [] }
  const past = drawing.past[user]
  const { sign, ids, joins } = step
  for (const undone of past.undone.splice(0)) forgetStep(drawing, user, undone, '+')
  const last = past.done.at(-1)
  const fits = last?.startsWith(sign) && last.length + ids.length * NAME_LENGTH <= MAX_STEP * NAME_LENGTH
  if (joins && last !== undefined && fits) past.done[past.done.length - 1] = `${last} ${ids.join(' ')}`
  else past.done.push(sign + ids.join(' '))
  while (past.done.length > MAX_STEPS || isLong(past)) {
    forgetStep(drawing, user, past.done.shift() ?? '', '-')
  }
}

/**
 * Undoes a user's last step that still has an effect: what others have drawn stays. False when there is none.
 * @param only see `undoSchema`
 */
export function undo(drawing: Drawing, hand: Hand, only?: string): boolean {
  const past = drawing.past[hand.user.id]
  if (only !== undefined) return past !== undefined && takeBack(drawing, hand, past, only)
  for (let step = past?.done.pop(); past && step !== undefined; step = past.done.pop()) {
    if (turn(drawing, hand, step, '-')) {
      past.undone.push(step)
      return true
    }
  }
  return false
}

/** Makes the last step one that was never done, if it names a stroke. */
function takeBack(drawing: Drawing, hand: Hand, { done }: Past, only: string): boolean {
  const step = done.at(-1)
  if (step === undefined || !namesIn(step).includes(only)) return false
  done.pop()
  const changed = turn(drawing, hand, step, '-')
  forgetStep(drawing, hand.user.id, step, '+')
  return changed
}

/** Does again what a user has undone last. False when there is nothing. */
export function redo(drawing: Drawing, hand: Hand): boolean {
  const past = drawing.past[hand.user.id]
  for (let step = past?.undone.pop(); past && step !== undefined; step = past.undone.pop()) {
    if (turn(drawing, hand, step, '+')) {
      past.done.push(step)
      return true
    }
  }
  return false
}

/** Lets go of what a user could undo, as when they leave: what is gone by them is gone for good. */
export function forget(drawing: Drawing, user: string): void {
  const past = drawing.past[user]
  if (!past) return
  for (const step of past.done) forgetStep(drawing, user, step, '-')
  for (const step of past.undone) forgetStep(drawing, user, step, '+')
  delete drawing.past[user]
}

/**
 * Brings a step's strokes back when its sign is `showing`, and takes them away else. What somebody else took away is
 * theirs to bring back. False when nothing changed.
 */
function turn(drawing: Drawing, { user, refuse }: Hand, step: string, showing: Sign): boolean {
  const show = step.startsWith(showing)
  let changed = 0
  for (const id of namesIn(step)) {
    const stroke = strokeAt(drawing, id)
    if (!stroke || stroke.gone !== (show ? user.id : undefined)) continue
    if (show) showStroke(drawing, stroke)
    else hideStroke(drawing, stroke, user.id)
    changed += 1
  }
  if (show && changed > 0 && strokeCount(drawing) > MAX_STROKES) throw refuse('BOARD_FULL')
  return changed > 0
}

/** A step that can't be turned any more: when its sign is `hiding` it is what its strokes were kept for. */
function forgetStep(drawing: Drawing, user: string, step: string, hiding: Sign): void {
  if (!step.startsWith(hiding)) return
  for (const id of namesIn(step)) {
    if (strokeAt(drawing, id)?.gone === user) dropStroke(drawing, id)
  }
}

function isLong({ done }: Past): boolean {
  return done.reduce((length, step) => length + step.length, 0) > MAX_NAMED * NAME_LENGTH
}

function namesIn(step: string): string[] {
  return step.slice(1).split(' ')
}
