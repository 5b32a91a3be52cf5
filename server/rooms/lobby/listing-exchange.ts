/** What lobbies of one application tell each other on different servers of their lists. It may be lost. */
export interface ListingExchange {
  /** Somebody looks at these stretches of the list here, and at no others. */
  looks(application: string, stretches: readonly number[]): void
  /** The rooms at these positions, which run here, are not as they were. */
  changed(application: string, positions: readonly number[]): void
  /** What others say of an application's list goes to this listener. To be called once for each. */
  heard(application: string, listener: ListingListener): void
}

export interface ListingListener {
  looks(stretches: readonly number[]): void
  changed(positions: readonly number[]): void
}
