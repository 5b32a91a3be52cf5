import { documentOf } from '../sql/document-of.ts'

/** What the condensing thread can be asked. */
export const condenserHandlers = {
  /** The text of a snapshot's state with the patches since. */
  condense: (sources: Parameters<typeof documentOf>[0]): string => documentOf(sources),
}

export type CondenserApi = typeof condenserHandlers
