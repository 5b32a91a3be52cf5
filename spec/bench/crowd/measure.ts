import { runLoad } from './load-process.ts'
import type { Arrived, Coming } from './loads/arrive.ts'
import type { Talk, Talked } from './loads/talk.ts'
import { type Measured, withServer } from './server-process.ts'

/** A load that is busier than this measures itself. */
const BUSIEST = 0.95
/** Of the lines that were to be said, and of those that were to arrive. */
const LEAST = 0.98

/**
 * What a talk costs a server that is started for it.
 * @throws Error when the load could not keep its rate, or lines did not arrive
 */
export async function talkAt(measured: Measured, talk: Talk): Promise<Talked> {
  const talked = await withServer(measured, (ports) =>
    runLoad<Talked>('./loads/talk.js', { wire: measured.wire, ...ports, talk }),
  )
  const { sent, delivered, expected } = talked
  const due = talk.rate * talk.seconds
  if (sent < LEAST * due) throw new Error(`the load could not keep its rate: it said ${sent} lines of ${due}`)
  if (delivered < LEAST * expected) throw new Error(`only ${delivered} of ${expected} lines arrived`)
  return talked
}

/** A talk whose latencies are the server's. @throws Error when they are the load's own, which was too busy, or as above */
export async function timedTalkAt(measured: Measured, talk: Talk): Promise<Talked> {
  const talked = await talkAt(measured, talk)
  if (talked.loadBusy > BUSIEST) {
    throw new Error(
      `the load was busy for ${Math.round(100 * talked.loadBusy)} % of its time: latencies would be its own`,
    )
  }
  return talked
}

/** What it costs a server, started for it, to let a crowd in and to hold it. */
export function arriveAt(measured: Measured, coming: Coming): Promise<Arrived> {
  return withServer(measured, (ports) =>
    runLoad<Arrived>('./loads/arrive.js', { wire: measured.wire, ...ports, coming }),
  )
}
