import type { ChangeHints } from '../rooms/log/changes.ts'
import type { Bus } from './bus.ts'

/** What is carried by one bus: lines between nodes, and hints that something was changed. */
export interface BusChannels {
  /** All that is not a hint. */
  readonly lines: Bus
  readonly hints: ChangeHints
}

/** Nothing else that nodes say is this: lines say more. */
const CHANGED = 'changed'

/** Parts what comes by a bus. It is listened to as soon as `lines` is. */
export function channelsOf(bus: Bus): BusChannels {
  let look = (): void => {}
  return {
    lines: {
      send: (node, text) => bus.send(node, text),
      publish: (text) => bus.publish(text),
      listen: (hear) => bus.listen((text, from) => (text === CHANGED ? look() : hear(text, from))),
      close: () => bus.close(),
    },
    hints: {
      publish: () => bus.publish(CHANGED),
      heard: (hear) => {
        look = hear
      },
    },
  }
}
