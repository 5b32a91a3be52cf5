import { StoreError, type StoreErrorCode } from '../store-error.ts'

/** What a worker can be asked, by name. Arguments and results are cloned; the `Uint8Array`s in their fields are moved. */
export type Handlers = Readonly<Record<string, (argument: never) => unknown>>

export interface WorkerRequest {
  readonly id: number
  /** Absent: close, after everything that was asked before. */
  readonly name?: string
  readonly argument?: unknown
}

export type WorkerReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: PackedError }

/** An error as text: cloned as an object it would lose its class and its code. */
export interface PackedError {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
}

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message, stack } = error
  const code: unknown = 'code' in error ? error.code : undefined
  return { name, message, ...(stack !== undefined && { stack }), ...(typeof code === 'string' && { code }) }
}

export function unpackError({ name, message, code, stack }: PackedError): Error {
  const error = rebuilt(name, message, code)
  if (stack !== undefined) error.stack = stack
  return error
}

function rebuilt(name: string, message: string, code: string | undefined): Error {
  if (name === 'StoreError') return new StoreError(code as StoreErrorCode, message)
  return Object.assign(new Error(message), { name, ...(code !== undefined && { code }) })
}

/** The memory that goes along with a value instead of being copied: that of the byte arrays in its fields. */
export function movable(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap((field: unknown) => {
    // A part of a larger memory, such as Node's own pool, must be copied: others use the rest.
    const whole = field instanceof Uint8Array && field.byteLength === field.buffer.byteLength
    return whole && field.buffer instanceof ArrayBuffer ? [field.buffer] : []
  })
}
