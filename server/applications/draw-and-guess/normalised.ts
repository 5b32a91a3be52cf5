/** Marks that say how a letter sounds and that most who write leave out: Hebrew points; the Arabic ones are inherited. */
const POINTS = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640]/gu

/** Marks of no script of their own, which stand alone once the letters that have them were composed: decoration. */
const LOOSE = /[\p{sc=Zinh}--\p{DI}]/v

/** Letters of the Latin alphabet that are no other one with a mark, and what is typed where a keyboard hasn't got them. */
const PLAIN_LATIN: Readonly<Record<string, string>> = {}
