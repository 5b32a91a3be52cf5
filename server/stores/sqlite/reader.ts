import { workerData } from 'node:worker_threads'
import { serveWorker } from '../threads/serve-worker.ts'
import { createReaderHandlers, type ReaderData } from './reader-handlers.ts'

// The thread that reads what may take its time.
serveWorker(createReaderHandlers(workerData as ReaderData))
