import type { TargetedSubmitEvent } from 'preact'
import { useRef } from 'preact/hooks'
import { Problem } from '../../problem.tsx'
import { useTask } from '../../use-task.ts'
import type { Change } from './change.ts'
import type { Concerned } from './everybody.ts'

const MAX_REASON = 500
const HOUR = 60 * 60 * 1000
/** In milliseconds; 0: for good. */
const SPANS = [
  [HOUR, 'for an hour'],
  [24 * HOUR, 'for a day'],
  [7 * 24 * HOUR, 'for a week'],
  [0, 'for good'],
] as const

/** Puts somebody out and keeps them out: for how long, and why. */
export function BanForm({ person, roomId, change }: { person: Concerned; roomId: string; change: Change }) {
  const span = useRef<HTMLSelectElement>(null)
  const reason = useRef<HTMLInputElement>(null)
  const task = useTask(() => {
    const lasts = Number(span.current?.value ?? 0)
    const terms = { until: lasts === 0 ? null : Date.now() + lasts, reason: reason.current?.value ?? '' }
    return change((rooms) => rooms.ban(roomId, person.id, terms))
  })
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    task.run()
  }
  return (
    <form class="keeping-form" onSubmit={submit}>
      <label class="field">
        <span class="field-label">Ban</span>
        <select ref={span} class="input">
          {SPANS.map(([lasts, words]) => (
            <option key={lasts} value={lasts}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="field-label">Reason</span>
        <input ref={reason} class="input" maxLength={MAX_REASON} dir="auto" autocomplete="off" />
      </label>
      <button type="submit" class="button button-small" aria-disabled={task.busy}>
        Ban {person.name}
      </button>
      <Problem words={task.problem} />
    </form>
  )
}
