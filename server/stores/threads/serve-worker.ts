import { parentPort } from 'node:worker_threads'
import { type Handlers, movable, packError, type WorkerReply, type WorkerRequest } from './worker-protocol.ts'

/** Answers a worker's requests, one after the other, until it is asked to close; then the thread ends. */
export function serveWorker(handlers: Handlers): void {
  const port = parentPort
  if (!port) throw new Error('this file is a worker thread’s')
  const answer = (id: number, work: () => unknown) => {
    const reply = replyOf(id, work)
    port.postMessage(reply, 'value' in reply ? movable(reply.value) : [])
  }
  port.on('message', ({ id, name, argument }: WorkerRequest) => {
    if (name === undefined) {
      answer(id, () => undefined)
      port.close()
    } else {
      answer(id, () => handlerOf(handlers, name)(argument))
    }
  })
}

function replyOf(id: number, work: () => unknown): WorkerReply {
  try {
    return { id, value: work() }
  } catch (error) {
    return { id, error: packError(error) }
  }
}

function handlerOf(handlers: Handlers, name: string): (argument: unknown) => unknown {
  const handler = handlers[name]
  if (!handler) throw new Error(`no such request: ${name}`)
  return handler as (argument: unknown) => unknown
}
