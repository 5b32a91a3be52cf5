import type { AnyApplication } from './application.ts'
import type { Actions } from './client-types.ts'
import { isNoAction } from './no-actions.ts'

type Act = (payload?: unknown) => Promise<unknown>

/**
 * `room.act`: a function for every action, each made once, that pushes an action of this name. With the application's
 * rules it has theirs only; without, every name that can be an action's: which there are the types say, and the server.
 * To whatever looks at it, it is an object without anything of its own.
 */
export function actionProxy<App>(
  push: (name: string, payload: unknown) => Promise<unknown>,
  rules?: Pick<AnyApplication, 'actions'>,
): Actions<App> {
  const isAction = (name: string): boolean => (rules ? Object.hasOwn(rules.actions, name) : !isNoAction(name))
  const made: Record<string, Act> = {}
  const proxy = new Proxy<Record<string, Act>>(
    {},
    {
      get(target, name, receiver) {
        if (typeof name !== 'string' || Object.hasOwn(target, name) || !isAction(name)) {
          return Reflect.get(target, name, receiver)
        }
        if (!Object.hasOwn(made, name)) made[name] = (payload) => push(name, payload)
        return made[name]
      },
    },
  )
  // The names and their types exist for the compiler only.
  return proxy as Actions<App>
}
