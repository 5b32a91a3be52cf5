import { bow, type Curve, dots, lines, oval, zigzag } from './curves.ts'

const animal: readonly Curve[] = [
  oval(0, 0, 0.55, 0.3),
  oval(0.7, -0.35, 0.24, 0.2),
  lines(-0.55, -0.05, -0.85, -0.35),
  ...[-0.4, -0.2, 0.2, 0.4].map((x) => lines(x, 0.25, x, 0.8)),
  ...dots([0.75, -0.4]),
]
const bird: readonly Curve[] = [
  oval(0, 0, 0.5, 0.35),
  oval(0.5, -0.4, 0.22, 0.2),
  lines(0.7, -0.45, 0.92, -0.38, 0.7, -0.3),
  bow(-0.1, -0.05, 0.3, 0.2, 0, 0.5),
  lines(-0.1, 0.33, -0.1, 0.8, 0.1, 0.8),
  lines(0.15, 0.33, 0.15, 0.8, 0.35, 0.8),
]
const person: readonly Curve[] = [
  oval(0, -0.65, 0.22, 0.22),
  lines(0, -0.43, 0, 0.3),
  lines(-0.5, 0.05, 0, -0.2, 0.5, 0.05),
  lines(-0.4, 0.95, 0, 0.3, 0.4, 0.95),
]
const building: readonly Curve[] = [
  lines(-0.55, 0.9, -0.55, -0.8, 0.55, -0.8, 0.55, 0.9, -0.55, 0.9),
  ...[-0.55, -0.1].flatMap((y) => [oval(-0.25, y, 0.12, 0.14), oval(0.25, y, 0.12, 0.14)]),
  lines(-0.15, 0.9, -0.15, 0.4, 0.15, 0.4, 0.15, 0.9),
]
const bus: readonly Curve[] = [
  lines(-0.9, 0.4, -0.9, -0.5, 0.9, -0.5, 0.9, 0.4, -0.9, 0.4),
  lines(-0.9, -0.05, 0.9, -0.05),
  oval(-0.5, 0.5, 0.2, 0.2),
  oval(0.5, 0.5, 0.2, 0.2),
]
const ball: readonly Curve[] = [
  oval(0, 0, 0.8, 0.8),
  bow(-0.8, 0, 0.6, 0.9, 0.85, 1.15),
  bow(0.8, 0, 0.6, 0.9, 0.35, 0.65),
]
const waves: readonly Curve[] = [-0.4, 0, 0.4].map((y) => (at) => {
  const { x, y: high } = zigzag(-0.9, 0.9, 0.12)(at)
  return { x, y: y + high }
})

/** Things of which people draw the same, as long as they are no artists: words in the languages there are, and the sketch. */
export const KINDS: readonly (readonly [words: string, sketch: readonly Curve[]])[] = [
  [
    `dog, mouse, rat, rabbit, hamster, horse, donkey, cow, bull, pig, sheep, goat, fox, wolf, bear, polar bear, lion, tiger,
    leopard, elephant, zebra, camel, hund, maus, ratte, kaninchen, pferd, esel, kuh, stier, schwein, schaf, ziege, fuchs, bär,
    eisbär, löwe, elefant, kamel`,
    animal,
  ],
  [
    `chicken, rooster, duck, goose, swan, turkey, pigeon, eagle, owl, parrot, penguin, huhn, hahn, ente, gans, schwan, truthahn,
    taube, adler, eule, papagei, pinguin, storch`,
    bird,
  ],
  [
    `doctor, nurse, dentist, teacher, pupil, cook, waiter, baker, farmer, fisherman, hunter, policeman, firefighter, soldier,
    pilot, sailor, astronaut, painter, singer, dancer, magician, clown, pirate, knight, princess, baby, grandmother, doll,
    arzt, krankenschwester, zahnarzt, lehrerin, schüler, koch, kellner, bäcker, bauer, fischer, jäger, polizist, feuerwehrmann,
    soldat, matrose, maler, sängerin, tänzerin, zauberer, pirat, ritter, prinzessin, großmutter, puppe, robot, roboter`,
    person,
  ],
  [
    `castle, tower, church, skyscraper, hospital, school, library, museum, cinema, theatre, bakery, restaurant, supermarket,
    factory, prison, schloss, turm, kirche, hochhaus, krankenhaus, schule, bücherei, kino, theater, bäckerei, gasthaus,
    supermarkt, fabrik, gefängnis`,
    building,
  ],
  [
    `bus, lorry, ambulance, fire engine, train, tram, lastwagen, krankenwagen, feuerwehrauto, eisenbahn, straßenbahn`,
    bus,
  ],
  [`football, basketball, tennis, planet, globe, fußball, globus, ball`, ball],
  [`ocean, wave, lake, river, meer, welle, see, fluss`, waves],
]
