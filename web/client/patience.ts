/** How long what is asked for may take in all, in milliseconds awake. */
export const PATIENCE = 20_000
/** How long a request may go without an answer, in milliseconds, before the connection is taken for dead. */
export const ANSWER_WITHIN = 10_000
