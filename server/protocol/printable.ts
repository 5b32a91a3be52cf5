/**
 * What can't stand in a line beside other texts: what breaks it, is no character or half of one, turns the direction of
 * what stands around it, or takes no space at all. Joiners and variation selectors stay: some scripts and emoji need them.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{NChar}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]/u

/** Something that leaves a mark on the page. */
const VISIBLE = /[^\s\p{Cc}\p{Cs}\p{DI}\u2800]/u

/** Whether anything of a text can be seen. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text)
}

/** Whether nothing in a text breaks its line, turns its direction or takes no space. */
export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text)
}

/** Whether a text can be somebody's or something's name: 1 to `longest` characters in one line, and something to be seen. */
export function isPrintableName(text: string, longest = 100): boolean {
  return isVisible(text) && text.length <= longest && isPrintable(text)
}
