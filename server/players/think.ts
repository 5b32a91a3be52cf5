import type { Language } from '../applications/draw-and-guess/state.ts'
import type { Ways } from './ways.ts'

/** What a guesser sees of a word, and what they have said already. */
export interface Puzzle {
  /** The word's characters, null for a letter that isn't revealed. */
  readonly mask: readonly (string | null)[]
  readonly language: Language
  readonly tried: readonly string[]
}

/** Words that come to everybody's mind. The server's own lists are secret: a bot knows no more than a person would. */
const VOCABULARY: Readonly<Record<Language, readonly string[]>> = {
  en: `apple, banana, bed, bird, boat, book, bottle, bridge, butterfly, button, cake, camera, candle, car, castle, cat, chair,
    cheese, church, clock, cloud, computer, crown, cup, dinosaur, dog, door, dragon, drum, duck, ear, egg, elephant, eye, fence,
    fire, fish, flag, flower, foot, fork, frog, garden, ghost, giraffe, glasses, guitar, hammer, hand, hat, heart, horse, house,
    ice cream, island, jacket, key, king, kite, knife, ladder, lamp, leaf, lemon, lion, lock, map, milk, mirror, moon, mountain,
    mouse, mushroom, nose, ocean, orange, owl, piano, pig, pillow, pirate, pizza, plane, present, queen, rain, rainbow, ring,
    river, robot, rocket, rose, scissors, shark, sheep, ship, shoe, skeleton, snail, snake, snow, snowman, sock, spider, spoon,
    star, sun, sunflower, table, teddy bear, telephone, tent, tiger, tooth, tower, train, tree, turtle, umbrella, unicorn,
    volcano, wall, whale, wheel, window, witch, wolf, worm, yo-yo, zebra`
    .split(',')
    .map((word) => word.trim()),
  de: `Apfel, Auge, Auto, Ball, Banane, Baum, Bett, Blatt, Blume, Boot, Brille, Brot, Brücke, Buch, Burg, Computer, Drache,
    Ei, Eis, Eisenbahn, Elefant, Ente, Erdbeere, Esel, Fahrrad, Fenster, Feuer, Fisch, Flasche, Flugzeug, Frosch, Fuchs, Fuß,
    Gabel, Garten, Giraffe, Gitarre, Hai, Hammer, Hand, Hase, Haus, Herz, Hexe, Hose, Huhn, Hund, Hut, Igel, Insel, Käse, Katze,
    Kerze, Kirche, Klavier, König, Krone, Kuchen, Kuh, Lampe, Leiter, Löffel, Löwe, Maus, Messer, Milch, Mond, Nase, Ohr, Orange,
    Pferd, Pilz, Pirat, Pizza, Rad, Rakete, Regen, Regenbogen, Ring, Roboter, Rose, Sack, Säge, Schaf, Schere, Schiff, Schlange,
    Schlüssel, Schmetterling, Schnecke, Schnee, Schneemann, Schuh, Schule, See, Socke, Sonne, Spiegel, Spinne, Stern, Stuhl,
    Tasse, Telefon, Tiger, Tisch, Torte, Trommel, Tür, Turm, U-Boot, Uhr, Vogel, Wald, Wal, Wolf, Wolke, Zahn, Zaun, Zebra, Zelt`
    .split(',')
    .map((word) => word.trim()),
}

/** Thinks of a word that fits what is shown, mostly: sometimes of one that can't be it, or types it wrong, or of nothing. */
export function thinkOf({ mask, language, tried }: Puzzle, ways: Ways): string | undefined {
  if (ways.chance(0.25)) return undefined
  const known = VOCABULARY[language].filter((word) => !tried.includes(word))
  const fitting = ways.chance(0.15) ? known : known.filter((word) => fits(word, mask))
  if (fitting.length === 0) return undefined
  const word = ways.oneOf(fitting)
  return ways.chance(0.1) ? mistyped(word, ways) : word
}

/** Whether a word may be the one of which `mask` shows a part. */
export function fits(word: string, mask: readonly (string | null)[]): boolean {
  const letters = Array.from(word)
  return letters.length === mask.length && letters.every((letter, place) => shows(mask[place] ?? null, letter))
}

function shows(shown: string | null, letter: string): boolean {
  // What is between letters always shows.
  return shown === null ? /[\p{L}\p{N}]/u.test(letter) : shown.toLowerCase() === letter.toLowerCase()
}

/** With two letters swapped, as it happens in haste. */
function mistyped(word: string, ways: Ways): string {
  const at = Math.floor(ways.random() * (word.length - 1))
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
}
