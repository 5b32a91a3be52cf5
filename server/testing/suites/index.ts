/** What a store, or a carrier between nodes, has to keep to, as suites of specs for whoever writes another. Needs chai and fast-check. */

export { type BusTraits, describeBus, type OpenedBuses } from './bus-suite.ts'
export type { Runner } from './runner.ts'
export { describeStore, type OpenedStore, type StoreTraits } from './store-suite.ts'
