import type { AnyApplication } from '../../contract/application.ts'
import type { AlarmSetter } from '../../contract/context.ts'
import { type AlarmChange, MAX_ALARM, MIN_ALARM } from './alarms.ts'

/**
 * `context.alarms`: takes down in `changes` what an author's code asks for.
 * @param running throws when that code has returned: nothing it asks for from then on could be part of its commit
 */
export function askAlarms({ alarms }: AnyApplication, changes: AlarmChange[], running: () => void): AlarmSetter {
  const checked = (name: string): string => {
    running()
    if (!Object.hasOwn(alarms, name)) throw new TypeError(`there is no alarm ${name}`)
    return name
  }
  return {
    set: (name, at) => void changes.push({ name: checked(name), in: checkDelay(name, at?.in) }),
    clear: (name) => void changes.push({ name: checked(name), clear: true }),
  }
}

function checkDelay(name: string, delay: unknown): number {
  if (typeof delay !== 'number' || !(delay >= 0 && delay <= MAX_ALARM))
    throw new TypeError(`the alarm ${name} is set in ${String(delay)} ms: 0 to ${MAX_ALARM}`)
  return Math.max(MIN_ALARM, Math.ceil(delay))
}
