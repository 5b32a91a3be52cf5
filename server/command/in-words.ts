import { BusError } from '../cluster/bus.ts'
import { StoreError } from '../stores/store-error.ts'
import { ConfigError } from './config.ts'

/** What is wrong with a command: said as it is, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Errors that say all there is to say. */
const SAID = [UsageError, ConfigError, StoreError, BusError] as const

/** An error for whoever has started the process: what they can act on in plain words, anything else with its stack. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (SAID.some((kind) => error instanceof kind)) return error.message
  if ('code' in error && error.code === 'NO_BUILD') return error.message
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `port ${error.port} is taken: stop what listens there, or set PORT to another one`
  }
  return error.stack ?? error.message
}
