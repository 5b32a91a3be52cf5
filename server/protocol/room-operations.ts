export const ROOM_OPERATIONS = [
  'see',
  'enter',
  'watch',
  'act',
  'leave',
  'seeInvited',
  'seeBans',
  'invite',
  'uninvite',
  'links',
  'answerKnocks',
  'remove',
  'ban',
  'lift',
  'edit',
  'setRole',
  'transfer',
  'archive',
  'restore',
  'delete',
  'recover',
  'close',
] as const

/** What somebody can do with a room that is there. */
export type RoomOperation = (typeof ROOM_OPERATIONS)[number]

/** Who may watch a room, where its application lets anybody: see `RoomRecord.watch`. */
export type Watch = (typeof WATCH)[number]

export const WATCH = ['nobody', 'members', 'entrants', 'everybody'] as const
