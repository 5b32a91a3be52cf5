import { end, firstMessage, startOn } from './own-core.ts'

const LOAD_SECONDS = 120

/**
 * Runs a load, a script of this folder, in a process of its own, and returns what it measured.
 * @throws Error when it fails, which it has told on its standard error, or is not done after two minutes
 */
export async function runLoad<Result>(script: string, told: unknown): Promise<Result> {
  const child = startOn('load', script, told)
  try {
    return await firstMessage<Result>(child, 'load', LOAD_SECONDS)
  } finally {
    await end(child)
  }
}
