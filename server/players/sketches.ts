import { bow, type Curve, dots, lines, oval, spiral, zigzag } from './curves.ts'
import { KINDS } from './sketch-kinds.ts'

/** What somebody draws who is to show a thing: line after line, in a square from −1 to 1, downwards as on a sheet. */
export type Sketch = readonly Curve[]

const face: Sketch = [oval(0, 0, 0.8, 0.8), ...dots([-0.3, -0.2], [0.3, -0.2])]
const roof = lines(-0.8, -0.1, 0, -0.9, 0.8, -0.1)
const walls = lines(-0.65, -0.1, -0.65, 0.85, 0.65, 0.85, 0.65, -0.1)
const legs = (top: number): Sketch => [lines(-0.6, top, -0.6, 0.9), lines(0.6, top, 0.6, 0.9)]
const wheels: Sketch = [oval(-0.5, 0.5, 0.22, 0.22), oval(0.5, 0.5, 0.22, 0.22)]
const hull = lines(-0.9, 0.3, -0.6, 0.8, 0.6, 0.8, 0.9, 0.3, -0.9, 0.3)
const rays: Sketch = Array.from({ length: 8 }, (_, ray) => {
  const [x, y] = [Math.cos((ray * Math.PI) / 4), Math.sin((ray * Math.PI) / 4)]
  return lines(0.6 * x, 0.6 * y, 0.95 * x, 0.95 * y)
})
const cloud: Sketch = [
  bow(-0.45, 0.1, 0.4, 0.4, 0.25, 0.8),
  bow(0, -0.15, 0.45, 0.45, 0.5, 1.05),
  bow(0.5, 0.1, 0.4, 0.4, 0.65, 1.25),
  lines(-0.45, 0.5, 0.5, 0.5),
]
const petals: Sketch = Array.from({ length: 6 }, (_, petal) => {
  const turn = (petal * Math.PI) / 3
  return oval(0.38 * Math.cos(turn), -0.35 + 0.38 * Math.sin(turn), 0.2, 0.2)
})

/** What comes to everybody's hand at a word, in the languages that there are words in. */
const SKETCHES: readonly (readonly [words: string, sketch: Sketch])[] = [
  ['head, face, Kopf, Gesicht', [...face, bow(0, 0.1, 0.4, 0.35, 0.05, 0.45)]],
  ['sun, Sonne', [oval(0, 0, 0.45, 0.45), ...rays]],
  ['house, Haus', [walls, roof, lines(-0.15, 0.85, -0.15, 0.35, 0.15, 0.35, 0.15, 0.85)]],
  [
    'tree, forest, christmas tree, bush, Baum, Wald, Weihnachtsbaum, Busch',
    [lines(-0.12, 0.9, -0.12, 0.1), lines(0.12, 0.9, 0.12, 0.1), oval(0, -0.4, 0.6, 0.5)],
  ],
  [
    'fish, whale, dolphin, shark, Fisch, Wal, Delfin, Hai',
    [oval(-0.15, 0, 0.65, 0.38), lines(0.45, 0, 0.9, -0.35, 0.9, 0.35, 0.45, 0), ...dots([-0.5, -0.1])],
  ],
  [
    'flower, rose, tulip, sunflower, Blume, Tulpe, Sonnenblume',
    [oval(0, -0.35, 0.18, 0.18), ...petals, lines(0, 0.2, 0, 0.95), oval(0.22, 0.6, 0.2, 0.09)],
  ],
  [
    'heart, Herz',
    [bow(-0.4, -0.3, 0.4, 0.4, 0.5, 1), bow(0.4, -0.3, 0.4, 0.4, 0.5, 1), lines(-0.8, -0.3, 0, 0.8, 0.8, -0.3)],
  ],
  ['star, Stern', [lines(-0.55, 0.8, 0, -0.9, 0.55, 0.8, -0.85, -0.25, 0.85, -0.25, -0.55, 0.8)]],
  ['moon, banana, Mond, Banane', [bow(0, 0, 0.8, 0.8, 0.2, 0.8), bow(0.3, 0, 0.75, 0.75, 0.25, 0.75)]],
  [
    'cat, Katze',
    [
      ...face,
      lines(-0.7, -0.4, -0.65, -0.95, -0.3, -0.73),
      lines(0.3, -0.73, 0.65, -0.95, 0.7, -0.4),
      lines(-0.9, 0.1, -0.2, 0.2),
      lines(0.2, 0.2, 0.9, 0.1),
    ],
  ],
  [
    'boat, ship, sailing boat, Boot, Schiff, Segelboot',
    [hull, lines(0, 0.3, 0, -0.9), lines(0, -0.9, 0.6, 0.1, 0, 0.1)],
  ],
  [
    'car, taxi, Auto',
    [
      lines(-0.9, 0.5, -0.9, 0.1, -0.5, 0.1, -0.3, -0.3, 0.35, -0.3, 0.55, 0.1, 0.9, 0.1, 0.9, 0.5, -0.9, 0.5),
      ...wheels,
    ],
  ],
  ['cloud, Wolke', cloud],
  ['rain, Regen', [...cloud, lines(-0.4, 0.6, -0.5, 0.9), lines(0, 0.6, -0.1, 0.9), lines(0.4, 0.6, 0.3, 0.9)]],
  [
    'snowman, Schneemann',
    [
      oval(0, 0.5, 0.45, 0.42),
      oval(0, -0.15, 0.32, 0.28),
      oval(0, -0.62, 0.22, 0.2),
      ...dots([-0.08, -0.66], [0.08, -0.66]),
    ],
  ],
  [
    'umbrella, Regenschirm',
    [bow(0, 0, 0.85, 0.8, 0.5, 1), lines(-0.85, 0, 0.85, 0), lines(0, 0, 0, 0.75), bow(0.15, 0.75, 0.15, 0.15, 0, 0.5)],
  ],
  [
    'ladder, Leiter',
    [
      lines(-0.3, -0.9, -0.3, 0.9),
      lines(0.3, -0.9, 0.3, 0.9),
      ...[-0.6, -0.2, 0.2, 0.6].map((y) => lines(-0.3, y, 0.3, y)),
    ],
  ],
  ['key, Schlüssel', [oval(-0.55, 0, 0.3, 0.3), lines(-0.25, 0, 0.85, 0, 0.85, 0.3), lines(0.55, 0, 0.55, 0.25)]],
  [
    'eye, Auge',
    [bow(0, 0.35, 0.9, 0.8, 0.55, 0.95), bow(0, -0.35, 0.9, 0.8, 0.05, 0.45), oval(0, 0, 0.28, 0.28), ...dots([0, 0])],
  ],
  [
    'cup, Tasse',
    [lines(-0.55, -0.5, -0.45, 0.6, 0.35, 0.6, 0.45, -0.5, -0.55, -0.5), bow(0.45, 0, 0.35, 0.3, 0.75, 1.25)],
  ],
  [
    'clock, alarm clock, watch, Uhr, Wecker, Armbanduhr',
    [oval(0, 0, 0.8, 0.8), lines(0, 0, 0, -0.55), lines(0, 0, 0.35, 0.2)],
  ],
  [
    'mushroom, Pilz',
    [
      bow(0, -0.1, 0.8, 0.65, 0.5, 1),
      lines(-0.8, -0.1, 0.8, -0.1),
      lines(-0.2, -0.1, -0.25, 0.8, 0.25, 0.8, 0.2, -0.1),
    ],
  ],
  ['snake, worm, Schlange, Regenwurm', [zigzag(-0.9, 0.9, 0.3), oval(0.9, -0.05, 0.08, 0.06)]],
  [
    'snail, Schnecke',
    [
      spiral(0.15, -0.1, 0.5),
      lines(0.6, 0.45, -0.7, 0.45, -0.85, 0.1),
      lines(-0.85, 0.1, -0.95, -0.15),
      lines(-0.8, 0.1, -0.7, -0.15),
    ],
  ],
  ['tent, Zelt', [lines(-0.9, 0.7, 0, -0.7, 0.9, 0.7, -0.9, 0.7), lines(0, -0.7, -0.2, 0.7), lines(0, -0.7, 0.2, 0.7)]],
  [
    'kite, Drachen',
    [
      lines(0, -0.9, 0.5, -0.3, 0, 0.4, -0.5, -0.3, 0, -0.9),
      lines(0, -0.9, 0, 0.4),
      lines(-0.5, -0.3, 0.5, -0.3),
      lines(0, 0.4, 0.15, 0.6, -0.1, 0.75, 0.1, 0.95),
    ],
  ],
  ['ice cream, Eis, Eiswaffel', [lines(-0.4, 0, 0, 0.95, 0.4, 0, -0.4, 0), bow(0, 0, 0.42, 0.5, 0.5, 1)]],
  [
    'mountain, volcano, Berg, Vulkan',
    [
      lines(-0.95, 0.7, -0.35, -0.6, 0.05, 0.2, 0.35, -0.2, 0.95, 0.7, -0.95, 0.7),
      lines(-0.55, -0.15, -0.4, -0.05, -0.3, -0.2, -0.15, -0.1),
    ],
  ],
  [
    'wheel, Rad, pizza, Pizza',
    [oval(0, 0, 0.85, 0.85), oval(0, 0, 0.12, 0.12), lines(-0.85, 0, 0.85, 0), lines(0, -0.85, 0, 0.85)],
  ],
  [
    'glasses, sunglasses, Brille, Sonnenbrille',
    [
      oval(-0.45, 0, 0.35, 0.3),
      oval(0.45, 0, 0.35, 0.3),
      lines(-0.1, 0, 0.1, 0),
      lines(-0.8, 0, -0.95, -0.2),
      lines(0.8, 0, 0.95, -0.2),
    ],
  ],
  [
    'crown, king, queen, Krone, König, Königin',
    [lines(-0.8, 0.5, -0.8, -0.5, -0.4, 0, 0, -0.7, 0.4, 0, 0.8, -0.5, 0.8, 0.5, -0.8, 0.5)],
  ],
  [
    'candle, Kerze',
    [
      lines(-0.15, 0.8, -0.15, -0.2, 0.15, -0.2, 0.15, 0.8, -0.15, 0.8),
      lines(0, -0.2, 0, -0.35),
      oval(0, -0.6, 0.12, 0.24),
    ],
  ],
  ['table, Tisch', [lines(-0.85, -0.2, 0.85, -0.2), lines(-0.85, -0.1, 0.85, -0.1), ...legs(-0.1)]],
  ['bed, Bett', [lines(-0.9, -0.5, -0.9, 0.6), lines(-0.9, 0.2, 0.9, 0.2, 0.9, 0.6), oval(-0.6, 0.05, 0.22, 0.12)]],
  ['chair, Stuhl', [lines(-0.4, -0.9, -0.4, 0.9), lines(-0.4, 0.1, 0.45, 0.1, 0.45, 0.9)]],
  ['ring, Ring', [oval(0, 0.2, 0.6, 0.6), lines(-0.2, -0.4, -0.3, -0.65, 0, -0.9, 0.3, -0.65, 0.2, -0.4)]],
  ['rainbow, Regenbogen, bridge, Brücke', [0.9, 0.75, 0.6, 0.45].map((size) => bow(0, 0.4, size, size, 0.5, 1))],
  [
    'apple, orange, lemon, cherry, peach, tomato, Apfel, Zitrone, Kirsche, Pfirsich, Tomate',
    [oval(0, 0.1, 0.65, 0.65), lines(0, -0.55, 0.1, -0.9), oval(0.3, -0.75, 0.2, 0.08)],
  ],
  ['hat, Hut, witch, Hexe', [oval(0, 0.5, 0.9, 0.15), lines(-0.45, 0.45, 0, -0.9, 0.45, 0.45)]],
  [
    'spider, Spinne',
    [
      oval(0, 0, 0.3, 0.3),
      ...[-0.2, 0, 0.2].flatMap((y) => [lines(-0.28, y, -0.9, 3 * y - 0.1), lines(0.28, y, 0.9, 3 * y - 0.1)]),
    ],
  ],
  [
    'book, Buch',
    [lines(0, -0.4, -0.85, -0.55, -0.85, 0.45, 0, 0.6, 0.85, 0.45, 0.85, -0.55, 0, -0.4), lines(0, -0.4, 0, 0.6)],
  ],
  [
    'window, Fenster',
    [lines(-0.6, -0.8, 0.6, -0.8, 0.6, 0.8, -0.6, 0.8, -0.6, -0.8), lines(0, -0.8, 0, 0.8), lines(-0.6, 0, 0.6, 0)],
  ],
  ['door, Tür', [lines(-0.4, 0.9, -0.4, -0.9, 0.4, -0.9, 0.4, 0.9, -0.4, 0.9), oval(0.25, 0.05, 0.05, 0.05)]],
]

const BY_WORD: ReadonlyMap<string, Sketch> = new Map(
  [...SKETCHES, ...KINDS].flatMap(([words, sketch]) =>
    words.split(',').map((word) => [word.trim().toLowerCase(), sketch] as const),
  ),
)

/** A face that doesn't know: for a word that one can't draw. */
export const SHRUG: Sketch = [
  ...face,
  lines(-0.35, 0.35, 0.35, 0.35),
  bow(-0.3, -0.45, 0.15, 0.1, 0.5, 1),
  bow(0.3, -0.5, 0.15, 0.1, 0.5, 1),
]

/** How a bot draws a word; undefined for one that it can't draw. */
export function sketchOf(word: string): Sketch | undefined {
  return BY_WORD.get(word.toLowerCase())
}
