/**
 * What programs ask of any object that they are handed, and call where it is there: `await`, JSON, text and numbers,
 * loggers, test runners, frameworks that tell their own objects from others'. Under such a name nobody means to act.
 */
const ASKED_OF_ANYTHING: ReadonlySet<string> = new Set([
  ...['then', 'toJSON', 'toBSON', 'toJS', 'toObject', 'toPOJO', 'toArray', 'toISOString', 'equals', 'hashCode'],
  ...['inspect', 'asymmetricMatch', 'nodeType', 'nodeName', 'tagName', 'ownerDocument'],
  ...['_isMockFunction', '_isVue', '_isBuffer', '_isAMomentObject'],
  // What every object has already: `toString`, `valueOf`, `constructor`, `hasOwnProperty`, …
  ...Object.getOwnPropertyNames(Object.prototype),
])

/** How names begin by which libraries mark what is theirs: `$$typeof`, `@@iterator`, `__v_isRef`, `fantasy-land/map`. */
const MARKS: readonly string[] = ['$$', '@@', '__', 'fantasy-land/']

/** Whether a name is none that an action can have. */
export function isNoAction(name: string): boolean {
  return ASKED_OF_ANYTHING.has(name) || MARKS.some((mark) => name.startsWith(mark))
}
