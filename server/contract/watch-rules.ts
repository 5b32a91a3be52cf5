import type { AnyAction } from './action.ts'
import type { AnyApplication } from './application.ts'

/** Stands around each run of an author's rule; `what` names it, such as `the action say`. */
export type Around = <R>(what: string, run: () => R) => R

/** The application with something around each of its rules that change the state. All else is as it was. */
export function watchRules<App extends AnyApplication>(application: App, around: Around): App {
  const { actions, alarms, members, migrate } = application
  return {
    ...application,
    initialise: (context) => around('initialise', () => application.initialise(context)),
    actions: mapped(actions, (action, name): AnyAction => {
      const { handle } = action
      return { ...action, handle: (...given) => around(`the action ${name}`, () => handle(...given)) }
    }),
    alarms: mapped(
      alarms,
      (ring, name) =>
        (...given) =>
          around(`the alarm ${name}`, () => ring(...given)),
    ),
    members: mapped(
      { ...members },
      (rule, name) =>
        (...given) =>
          around(`the rule ${name}`, () => rule(...given)),
    ),
    ...(migrate && { migrate: (state, from) => around('migrate', () => migrate(state, from)) }),
  }
}

function mapped<Part>(parts: Readonly<Record<string, Part>>, change: (part: Part, name: string) => Part) {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, change(part, name)]))
}
