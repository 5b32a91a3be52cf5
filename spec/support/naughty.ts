/**
 * What people call themselves and write that pages were not drawn for: other scripts and directions, letters of many parts,
 * marks in heaps, words without an end, and what means something to a program. All of it harmless.
 */
export const NAUGHTY_NAMES = [
  'عمر (خالد)',
  'דנה 2 לוי',
  'किरण क्षत्रिय',
  '李小龍・リー',
  'กิตติ น้ำ',
  `Z${'\u0315\u0321\u0353\u0336'.repeat(5)}algo`,
  'Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  '👩‍👩‍👧 🏳️‍🌈',
  'You',
  '<b>Bo</b> &amp; {{name}}',
  'O\'Neil "null" %s',
] as const

export const NAUGHTY_TEXTS = [
  'صباح الخير (جميعا)!',
  'שלום, world 123!',
  'Good morning (all)!',
  'सुप्रभात, क्षमा कीजिए।',
  'สวัสดีชาวโลกที่ไม่มีช่องว่างระหว่างคำเลยแม้แต่ช่องเดียวในประโยคนี้',
  '早上好，见（https://example.org/a）。多谢！',
  `h${'\u0301\u0323\u0335\u0315'.repeat(6)}eaped`,
  'x'.repeat(300),
  '👩‍👩‍👧'.repeat(40),
  'first line\nשורה שנייה\n  third,   spaced',
  '<img src="x"> {{ 1 + 1 }} &nbsp; \\n',
  'toString',
  'ﷺ ﷽ ௵ 𒐫 ꧅',
] as const

/** Words to draw, one of each kind. */
export const NAUGHTY_WORDS = ['شمس كبيرة', 'क्षमा', 'น้ำแข็ง'] as const

/** What rooms are called. */
export const NAUGHTY_ROOMS = ['غرفة (1)', `Room ${'without an end '.repeat(6)}`.trim(), '房间：一', 'חדר 2'] as const
