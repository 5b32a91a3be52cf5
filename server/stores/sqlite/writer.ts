import { workerData } from 'node:worker_threads'
import { serveWorker } from '../threads/serve-worker.ts'
import { createWriterHandlers, type WriterData } from './writer-handlers.ts'

// The thread with the only connection that writes.
serveWorker(createWriterHandlers(workerData as WriterData))
