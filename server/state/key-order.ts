/** Tells the key order kept for `container` that it was changed by something other than a recording. */
export function noteForeignChange(_container: object): void {}
