/** Of how many things it is remembered how they were seen last. */
const REMEMBERED = 1000

/** In which revisions things were seen last, so that what changes one is for that only. */
export interface SeenRevisions {
  see(id: string, revision: string | number): void
  /** Names the revision, where one was seen. */
  headersFor(id: string): Readonly<Record<string, string>>
}

export function createSeenRevisions(): SeenRevisions {
  /** Those seen last come last. */
  const seen = new Map<string, string | number>()
  return {
    see(id, revision) {
      seen.delete(id)
      seen.set(id, revision)
      const [earliest] = seen.keys()
      if (seen.size > REMEMBERED && earliest !== undefined) seen.delete(earliest)
    },
    headersFor(id): Readonly<Record<string, string>> {
      const revision = seen.get(id)
      return revision === undefined ? {} : { 'if-match': `"${revision}"` }
    },
  }
}
