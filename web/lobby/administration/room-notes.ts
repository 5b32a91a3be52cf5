import type { ListedRoom } from '../../client/administration.ts'

const STATUS = {
  waiting: 'waiting for players',
  running: 'running',
  paused: 'paused',
  closed: 'closed',
} as const satisfies Record<ListedRoom['status'], string>

/** What is to be known of a room in a list, each in a few words. */
export function roomNotes(room: ListedRoom): string[] {
  const { status, members, watchers, archived, deletedAt, private: closed, origin } = room
  const stands = deletedAt !== null ? 'deleted' : archived ? 'archived' : undefined
  return [
    members === 1 ? '1 person in it' : `${members} people in it`,
    ...(watchers > 0 ? [`${watchers} watching`] : []),
    // Of what is archived is also told whether its game is over; of what is deleted nobody asks.
    ...(deletedAt === null ? [STATUS[status]] : []),
    ...(stands === undefined ? [] : [stands]),
    ...(closed ? ['private'] : []),
    ...(origin === 'host' ? ['named by the server’s code'] : []),
  ]
}
