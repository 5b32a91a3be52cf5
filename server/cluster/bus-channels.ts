import type { ListingExchange, ListingListener } from '../rooms/lobby/listing-exchange.ts'
import type { ChangeHints } from '../rooms/log/changes.ts'
import type { Bus } from './bus.ts'

/** What is carried by one bus: lines between nodes, hints that something was changed, and what lists show. */
export interface BusChannels {
  /** All that is neither of the others. */
  readonly lines: Bus
  readonly hints: ChangeHints
  readonly listings: ListingExchange
}

/** Nothing else that nodes say is this, or begins so: lines say more, and otherwise. */
const CHANGED = 'changed'
const LISTINGS = 'listings '

/** Parts what comes by a bus. It is listened to as soon as `lines` is. */
export function channelsOf(bus: Bus): BusChannels {
  let look = (): void => {}
  const listeners = new Map<string, ListingListener>()
  const publish = (...said: Said): void => bus.publish(LISTINGS + JSON.stringify(said))
  const hear = (text: string): void => {
    const said = saidBy(text)
    if (said) listeners.get(said[1])?.[said[0]](said[2])
  }
  return {
    lines: {
      send: (node, text) => bus.send(node, text),
      publish: (text) => bus.publish(text),
      listen: (hearLine) =>
        bus.listen((text, from) => {
          if (text === CHANGED) look()
          else if (text.startsWith(LISTINGS)) hear(text.slice(LISTINGS.length))
          else hearLine(text, from)
        }),
      close: () => bus.close(),
    },
    hints: {
      publish: () => bus.publish(CHANGED),
      heard: (called) => {
        look = called
      },
    },
    listings: {
      looks: (application, stretches) => publish('looks', application, stretches),
      changed: (application, positions) => publish('changed', application, positions),
      heard: (application, listener) => void listeners.set(application, listener),
    },
  }
}

type Said = readonly [what: keyof ListingListener, application: string, numbers: readonly number[]]

/** Undefined for what a server of another version may say otherwise. */
function saidBy(text: string): Said | undefined {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!Array.isArray(said)) return undefined
  const [what, application, numbers] = said as readonly unknown[]
  if ((what !== 'looks' && what !== 'changed') || typeof application !== 'string') return undefined
  if (!Array.isArray(numbers) || !numbers.every((each): each is number => Number.isSafeInteger(each))) return undefined
  return [what, application, numbers]
}
