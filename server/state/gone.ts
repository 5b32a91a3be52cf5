/**
 * Stands in the live state, while a run lasts, for a key that was taken out: so the key's place in the object's order
 * is not lost, should the run be undone. Whoever reads live containers passes over it; drafts show nothing of it; only
 * who prints a draft is shown the symbol.
 */
export const GONE: unique symbol = Symbol('deleted')
