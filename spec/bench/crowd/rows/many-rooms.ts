import type { Talk } from '../loads/talk.ts'
import { talkAt, timedTalkAt } from '../measure.ts'
import type { Row } from '../row.ts'
import { SOCKET_IO } from '../server-process.ts'
import { median, takeTurns } from '../take-turns.ts'

const ROOM_OF = 4
const SECONDS = 5

/** Rooms of four, in each of which somebody says something once a second. */
const roomsOfFour = (rooms: number, seconds = SECONDS): Talk => ({
  members: ROOM_OF * rooms,
  rooms,
  rate: rooms,
  seconds,
})

const FEW = roomsOfFour(250)
const MANY = roomsOfFour(1000)

const micros = ({ microsPerDelivery }: { microsPerDelivery: number }): number => microsPerDelivery

/** A thousand users, beside the same with the build before. */
export const manyRooms: Row = {
  name: 'many-rooms',
  work: '1,000 users in 250 rooms, one action/s in each',
  async run({ build, before, repeats }) {
    const earlier = () => before && talkAt({ wire: 'soc-draw', build: before }, FEW)
    const turns = await takeTurns(repeats, {
      ours: () => timedTalkAt({ wire: 'soc-draw', build }, FEW),
      earlier: async () => earlier(),
    })
    const compared = turns.earlier.filter((talked) => typeof talked === 'object')
    return [
      {
        what: 'CPU per delivery',
        unit: 'µs',
        ours: median(turns.ours, micros),
        ...(before ? { beside: { whose: 'the build before', figure: median(compared, micros) } } : {}),
        target: { times: 0.3 },
      },
      { what: 'p99', unit: 'ms', ours: median(turns.ours, ({ p99 }) => p99), target: { most: 25 } },
    ]
  },
}

/** The same where rooms show a line of theirs in the lobby's list: to nobody, and to everybody. */
export const previews: Row = {
  name: 'previews',
  work: '1,000 users in 250 rooms, each with a preview line',
  async run({ build, repeats }) {
    const talk = (preview: boolean, looks: boolean) => () =>
      talkAt({ wire: 'soc-draw', build, preview }, { ...FEW, looks })
    const turns = await takeTurns(repeats, {
      without: talk(false, false),
      shown: talk(true, false),
      withoutSeen: talk(false, true),
      seen: talk(true, true),
    })
    const compare = (ours: typeof turns.shown, beside: typeof turns.shown) =>
      ({
        unit: 'µs',
        ours: median(ours, micros),
        beside: { whose: 'without previews', figure: median(beside, micros) },
        target: { times: 1.2 },
      }) as const
    return [
      { what: 'CPU per delivery, nobody looks at the list', ...compare(turns.shown, turns.without) },
      { what: 'CPU per delivery, everybody looks', ...compare(turns.seen, turns.withoutSeen) },
    ]
  },
}

/** Whether a room's cost stays the same where there are more of them. */
export const moreRooms: Row = {
  name: 'more-rooms',
  work: '4,000 users in 1,000 rooms, one action/s in each',
  async run({ build, repeats }) {
    const ours = { wire: 'soc-draw', build } as const
    const turns = await takeTurns(repeats, { few: () => talkAt(ours, FEW), many: () => talkAt(ours, MANY) })
    return [
      {
        what: 'CPU per delivery',
        unit: 'µs',
        ours: median(turns.many, micros),
        beside: { whose: '1,000 users', figure: median(turns.few, micros) },
        target: { times: 1.25 },
      },
    ]
  },
}

/** Fewer of them, for some seconds, beside Socket.IO that sends each room's lines to its four. */
export function fewRoomsBesidePeer(seconds: number, times: number): Row {
  const talk = roomsOfFour(100, seconds)
  return {
    name: 'few-rooms',
    work: '400 users in 100 rooms, one action/s in each',
    async run({ build, repeats }) {
      const turns = await takeTurns(repeats, {
        beside: () => talkAt(SOCKET_IO, talk),
        ours: () => talkAt({ wire: 'soc-draw', build }, talk),
      })
      return [
        {
          what: 'CPU per delivery',
          unit: 'µs',
          ours: median(turns.ours, micros),
          beside: { whose: 'Socket.IO', figure: median(turns.beside, micros) },
          target: { times },
        },
      ]
    },
  }
}
