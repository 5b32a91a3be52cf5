import type { Actions } from './client-types.ts'

type Push = (name: string, payload: unknown) => Promise<unknown>

/** What `await` and `JSON.stringify` look for on any object: as an action's name they would act by accident. */
export const NOT_ACTIONS: readonly string[] = ['then', 'toJSON']

/**
 * `room.act`: a function for every name, each made once, that pushes an action of this name. Which names there are the
 * types say, and the server.
 */
export function actionProxy<App>(push: Push): Actions<App> {
  const functions: Record<string, (payload: unknown) => Promise<unknown>> = {}
  const proxy = new Proxy(functions, {
    get(target, name) {
      if (typeof name !== 'string' || NOT_ACTIONS.includes(name)) return undefined
      if (!Object.hasOwn(target, name)) target[name] = (payload) => push(name, payload)
      return target[name]
    },
  })
  // The names and their types exist for the compiler only.
  return proxy as Actions<App>
}
