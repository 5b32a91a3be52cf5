import { serveWorker } from '../threads/serve-worker.ts'
import { condenserHandlers } from './condenser-handlers.ts'

// The thread that makes snapshots of large states: the event loop does not wait for it.
serveWorker(condenserHandlers)
