import { CLIENT, type Mutant } from './mutant.ts'

const WATCHERS = 'spec/rooms/room/watchers.spec.ts'
const READERS = 'spec/rooms/room/readers.spec.ts'
const HEARD = 'spec/rooms/room/heard-watchers.spec.ts'
const HEARD_CLIENT = 'spec/client/heard-watching.spec.ts'

/** Faults of who may watch a room, how many do, and whether they are heard. */
export const watchMutants: readonly Mutant[] = [
  {
    name: 'watch: whoever has a seat too is counted',
    file: 'server/rooms/room/watchers.ts',
    code: '.filter((id) => !seated.has(id)).length',
    instead: '.length + 0 * seated.size',
    specs: [WATCHERS],
  },
  {
    name: 'watch: told before the log holds it',
    file: 'server/rooms/room/watchers.ts',
    code: 'this.#counted = count\n    history.hold(',
    instead: `this.#counted = count
    const hold = (first: () => void, _last: () => void): void => void (history && first())
    hold(`,
    specs: [WATCHERS],
  },
  {
    name: 'watch: not counted anew where the log failed',
    file: 'server/rooms/room/members.ts',
    code: 'watchers.changed()\n    lifecycle.settle()',
    instead: 'lifecycle.settle()',
    specs: [WATCHERS],
  },
  {
    name: 'watch: who read the archived room stays in it when it is restored',
    file: 'server/rooms/room/members.ts',
    code: 'if (reads && !archived) this.#endReading(connection)',
    instead: 'if (reads && !archived && client === "") this.#endReading(connection)',
    specs: [READERS],
  },
  {
    name: 'watch: who asked to watch is out of it like who only reads',
    file: 'server/rooms/room/members.ts',
    code: 'archived && !(watches && application.spectators)',
    instead: 'archived && (!watches || application.spectators !== undefined)',
    specs: [READERS],
  },
  {
    name: 'watch: counted on beside a seat that was taken since',
    file: 'server/rooms/room/members.ts',
    code: 'else lifecycle.join(person, user.color)\n    // They may watch by another connection, and are not counted there any more.\n    watchers.changed()',
    instead: 'else lifecycle.join(person, user.color)\n    void watchers',
    specs: [WATCHERS],
  },
  {
    name: 'watch: told before who comes in is answered',
    file: 'server/rooms/room/watchers.ts',
    code: 'this.#cancelTelling = clock.setTimer(0, () => told(this.#told))',
    instead: 'told((clock, this.#told))',
    specs: [WATCHERS],
  },
  {
    name: 'watch: each coming is told by itself',
    file: 'server/rooms/room/watchers.ts',
    code: 'this.#pacer.request(Math.max(INTERVAL, PER_CONNECTION * seats.connections))',
    instead: 'this.#pacer.request(0 * (INTERVAL + PER_CONNECTION))',
    specs: [WATCHERS],
  },
  {
    name: 'watch: the archive has watchers',
    file: 'server/rooms/room/watchers.ts',
    code: 'const count = setup.archived ? 0 : watching',
    instead: 'const count = setup ? watching : 0',
    specs: [WATCHERS],
  },
  {
    name: 'watch: a room that nobody may watch is listed as one that can be',
    file: 'server/rooms/room/listing-of.ts',
    code: "application.spectators && record.watch !== 'nobody' &&",
    instead: 'application.spectators &&',
    specs: [WATCHERS],
  },
  {
    name: 'watch: a seat is forgotten with its giving up',
    file: 'server/rooms/room/watchers.ts',
    code: 'if (this.#parts.seats.isWatching(userId)) this.#keep(userId, undefined)\n    this.changed()',
    instead: 'this.changed()',
    specs: [WATCHERS],
  },
  {
    name: 'watch: a seat that was given up counts for ever',
    file: 'server/rooms/room/watchers.ts',
    code: 'clock.setTimer(grace, () => this.#forget(userId))',
    instead: 'clock.setTimer(grace, () => {})',
    specs: [WATCHERS],
  },
  {
    name: 'watch: a seat lets into a private room',
    file: 'server/accounts/room-rights.ts',
    code: 'isLetIn(userId, room) && (room.users !== undefined ||',
    instead: 'room.seated === true || (isLetIn(userId, room) && room.users !== undefined) || (isLetIn(userId, room) &&',
    specs: [WATCHERS, 'spec/accounts/room-rights.spec.ts'],
  },
  {
    name: 'watch: heard by every action',
    file: 'server/rooms/room/actions.ts',
    code: "if (action && user.spectating && !action.spectators) return refused(new SocDrawError('SPECTATING'))",
    instead: '',
    specs: [HEARD],
  },
  {
    name: 'watch: heard as what a seat of theirs has',
    file: 'server/rooms/room/room.ts',
    code: 'return actions.act(asWatcher(connection.user), request, allowed)',
    instead: 'return actions.act({ ...this.#asMember(connection.user), spectating: true }, request, allowed)',
    specs: [HEARD],
  },
  {
    name: 'watch: sent where the server does not hear it',
    file: 'web/client/room.ts',
    code: 'this.#heard = answer.heard ?? false',
    instead: 'this.#heard = answer.heard ?? true',
    specs: [CLIENT],
  },
  {
    name: 'watch: predicted though it is not heard',
    file: 'web/client/room.ts',
    code: '(!rules || rules.actions[name]?.spectators === true)',
    instead: '(!rules || rules.actions[name] !== undefined)',
    specs: [HEARD_CLIENT],
  },
  {
    name: 'watch: predicted as from a seat',
    file: 'web/client/predictor.ts',
    code: 'role: roleOf(base),\n      spectating,',
    instead: 'role: roleOf(base),\n      spectating: false && spectating,',
    specs: [HEARD_CLIENT],
  },
]
