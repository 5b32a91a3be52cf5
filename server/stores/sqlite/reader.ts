import { workerData } from 'node:worker_threads'
import { createReaderHandlers, type ReaderData } from './reader-handlers.ts'
import { serveWorker } from './serve-worker.ts'

// The thread that reads what may take its time.
serveWorker(createReaderHandlers(workerData as ReaderData))
