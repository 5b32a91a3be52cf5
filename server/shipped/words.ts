import type { WordLists } from '../applications/draw-and-guess/words.ts'
import { englishWords } from './words-english.ts'
import { germanWords } from './words-german.ts'

/** What is drawn, by language. A secret of the server's: nothing that a browser loads may import it. */
export const words: WordLists = { en: englishWords, de: germanWords }
