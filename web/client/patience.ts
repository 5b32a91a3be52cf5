/** How long the first entering may take in all, in milliseconds. */
export const PATIENCE = 20_000
/** How long a request may go without an answer, in milliseconds, before the connection is taken for dead. */
export const ANSWER_WITHIN = 10_000
