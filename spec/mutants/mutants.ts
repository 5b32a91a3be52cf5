/** A fault that somebody might make: one place of the code, changed so that a promise is broken. */
export interface Mutant {
  readonly name: string
  readonly file: string
  /** Stands exactly once in the file. */
  readonly code: string
  readonly instead: string
  /** The specs of which at least one must fail. */
  readonly specs: readonly string[]
}

const ROOMS = 'spec/rooms/**/*.spec.ts'
const STORES = 'spec/stores/**/*.spec.ts'
const SECRETS = 'spec/secrets/*.spec.ts'
const CLIENT = 'spec/client/*.spec.ts'

export const mutants: readonly Mutant[] = [
  {
    name: 'answer before commit',
    file: 'server/rooms/room/actions.ts',
    code: 'return history.durable(answer, () => cursors.stored(user.id, client, seq))',
    instead: 'cursors.stored(user.id, client, seq)\n    return Promise.resolve(answer)',
    specs: [ROOMS],
  },
  {
    name: 'frame before commit',
    file: 'server/rooms/room/history.ts',
    code: 'this.#frames.add(version, patches)',
    instead: 'this.#frames.add(version, patches); this.#frames.release(version)',
    specs: [ROOMS],
  },
  {
    name: 'snapshot before commit',
    file: 'server/rooms/room/output-gate.ts',
    code: 'if (this.underway === 0) release()',
    instead: 'if (true) release()',
    specs: [ROOMS],
  },
  {
    name: 'no dedupe',
    file: 'server/rooms/room/cursors.ts',
    code: 'const done = cursor.done.get(seq)',
    instead: "if (seq <= cursor.last) return { kind: 'next' }\n    const done = cursor.done.get(seq)",
    specs: [ROOMS],
  },
  {
    name: 'refusal that is not logged',
    file: 'server/rooms/room/actions.ts',
    code: 'history.note({ answer: cursors.done(sender, seq, text.digest, outcome) })',
    instead: 'cursors.done(sender, seq, text.digest, outcome)',
    specs: [ROOMS],
  },
  {
    name: 'resume off by one',
    file: 'server/rooms/room/recent-patches.ts',
    code: 'this.#commits.slice(from - first + 1,',
    instead: 'this.#commits.slice(from - first + 2,',
    specs: [ROOMS],
  },
  {
    name: 'prediction kept too long',
    file: 'web/client/unseen.ts',
    code: 'this.#answers.delete(action)',
    instead: '',
    specs: [CLIENT, 'spec/end-to-end/returning.spec.ts'],
  },
  {
    name: 'visibility filter left out of snapshots',
    file: 'server/rooms/room/viewers.ts',
    code: 'if (!this.#hasRules || !snapshot.state) return snapshot',
    instead: 'return snapshot',
    specs: [ROOMS],
  },
  {
    name: 'visibility filter left out of resuming',
    file: 'server/rooms/room/viewers.ts',
    code: 'return this.#hasRules ? filterPatches(patches, this.#rules, userId) : patches',
    instead: 'return patches',
    specs: [ROOMS],
  },
  {
    name: 'no boundary at entering',
    file: 'server/rooms/room/entrance.ts',
    code: 'history.flush(version)',
    instead: '',
    specs: [ROOMS],
  },
  {
    name: 'a retryable refusal answered for good',
    file: 'web/client/outbox.ts',
    code: 'else if (error.retryable) {',
    instead: 'else if (false) {',
    specs: [CLIENT],
  },
  {
    name: 'sent again under another number',
    file: 'web/client/outbox.ts',
    code: 'if (!known && this.#used) return this.#forgotten()',
    instead: 'if (!known && this.#used) return this.#rename()',
    specs: [CLIENT],
  },
  {
    name: 'gap that is not seen',
    file: 'web/client/replica.ts',
    code: "if (frame.from !== this.#version) return 'gap'",
    instead: '',
    specs: [CLIENT],
  },
  {
    name: 'half an action left behind',
    file: 'server/state/record.ts',
    code: '    recorder.rollback()\n    throw error',
    instead: '    throw error',
    specs: [ROOMS],
  },
  {
    name: 'output gate removed',
    file: 'server/rooms/room/output-gate.ts',
    code: 'else this.#waiting.push({ position: this.#written, release, abandon })',
    instead: 'else release()',
    specs: [ROOMS],
  },
  {
    name: 'cursor not stored',
    file: 'server/stores/sqlite/log-writer.ts',
    code: 'for (const cursor of append.cursors) this.#cursors.write(room, cursor)',
    instead: '',
    specs: [STORES],
  },
  {
    name: 'head row not checked',
    file: 'server/stores/sqlite/log-writer.ts',
    code: 'WHERE id = ? AND version = ? AND term = ? RETURNING',
    instead: 'WHERE id = ? AND (version = ? OR term = ? OR true) RETURNING',
    specs: [STORES],
  },
  {
    name: 'snapshot one version late',
    file: 'server/stores/sqlite/room-reader.ts',
    code: 'return { id, version, logged, size: document.length, state: Buffer.from(document) }',
    instead: 'return { id, version: version - 1, logged, size: document.length, state: Buffer.from(document) }',
    specs: [STORES],
  },
  {
    name: 'effect before its commit',
    file: 'server/rooms/room/room-model.ts',
    code: '    this.#alarms = alarms\n    // What is lost',
    instead:
      '    this.#alarms = alarms\n    if (effects.length > 0) this.#parts.carryOut(effects)\n    // What is lost',
    specs: [ROOMS],
  },
  {
    name: 'a room that leaves memory with somebody in it',
    file: 'server/rooms/room/room.ts',
    code: 'if (document.members.length > 0) return false',
    instead: '',
    specs: [ROOMS],
  },
  {
    name: 'history that shows everything to everybody',
    file: 'server/rooms/room/past.ts',
    code: 'return rule === true ? action.payload :',
    instead: 'return true ? action.payload :',
    specs: [ROOMS],
  },
  {
    name: 'spectator that sees their own',
    file: 'server/rooms/room/entrance.ts',
    code: 'return request.spectate ? SPECTATOR : connection.user.id',
    instead: 'return connection.user.id',
    specs: [ROOMS],
  },
  {
    name: 'whoever may not be in a room stays',
    file: 'server/rooms/lobby/recheck.ts',
    code: 'removals.push(room.putOut(connection, refusal))',
    instead: '',
    specs: ['spec/rooms/lobby/recheck.spec.ts'],
  },
  {
    name: 'everybody hears that a private room is gone',
    file: 'server/rooms/lobby/listings.ts',
    code: 'if (this.#secrets.get(connection)?.delete(roomId)) this',
    instead: 'this',
    specs: ['spec/rooms/lobby/recheck.spec.ts'],
  },
  {
    name: 'a page of the past for who was put out meanwhile',
    file: 'server/rooms/room/room.ts',
    code: "if (!this.#made.seats.get(id)?.letIn) throw new SocDrawError('NOT_A_MEMBER')\n    return page",
    instead: 'return page',
    specs: ['spec/rooms/lobby/recheck.spec.ts'],
  },
  {
    name: 'a seat kept for who was put out while the room was opened',
    file: 'server/rooms/room/members.ts',
    code: 'if (this.#unwanted.has(id)) lifecycle.leave(id)\n      else seats.keep(id)',
    instead: 'seats.keep(id)',
    specs: ['spec/rooms/lobby/recheck.spec.ts'],
  },
  {
    name: 'what was done is told as never done',
    file: 'web/client/room.ts',
    code: 'if (client) this.#outbox.conclude(client)\n    else this.#outbox.giveUp(error)',
    instead: '',
    specs: ['spec/client/removed.spec.ts'],
  },
  {
    name: 'a folder put back is taken for the one that was here',
    file: 'server/stores/sqlite/file-identity.ts',
    code: 'return known === undefined || known === identity',
    instead: 'return true',
    specs: ['spec/stores/sqlite/generation.spec.ts'],
  },
  {
    name: 'size is not weighed',
    file: 'server/sockets/traffic.ts',
    code: 'return () => allowance.overdrawn',
    instead: 'return () => false',
    specs: ['spec/end-to-end/hostile-traffic.spec.ts'],
  },
  {
    name: 'connections are not counted',
    file: 'server/sockets/connection-limit.ts',
    code: 'if (count >= this.#most) return false',
    instead: '',
    specs: ['spec/end-to-end/hostile-traffic.spec.ts'],
  },
  {
    name: 'guess: what is each player’s own shown to everybody',
    file: 'server/applications/draw-and-guess.ts',
    code: "visibility: { own: 'owner', secret: 'server' }",
    instead: "visibility: { secret: 'server' }",
    specs: [SECRETS],
  },
  {
    name: 'guess: the word sent to everybody',
    file: 'server/applications/draw-and-guess.ts',
    code: "visibility: { own: 'owner', secret: 'server' }",
    instead: "visibility: { own: 'owner' }",
    specs: [SECRETS],
  },
  {
    name: 'guess: a hint that comes too early',
    file: 'server/applications/draw-and-guess/turns.ts',
    code: "if (hintsOf(mask) > 0) moment.alarms.set('hint', { in: hintInterval(mask, turn) })",
    instead: "if (hintsOf(mask) > 0) moment.alarms.set('hint', { in: 2000 })",
    specs: [SECRETS],
  },
  {
    name: 'guess: a close guess that all can read',
    file: 'server/applications/draw-and-guess/guessing.ts',
    code: "else if (verdict === 'close') tellOne(state, user.id, line('close'))",
    instead: "else if (verdict === 'close') tellAll(state, line('close'))",
    specs: [SECRETS],
  },
  {
    name: 'guess: the talk of those who know told to all',
    file: 'server/applications/draw-and-guess/guessing.ts',
    code: "for (const listener of knowing) tellOne(state, listener, line('aside'))",
    instead: "tellAll(state, line('aside'))",
    specs: [SECRETS],
  },
]
