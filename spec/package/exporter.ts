import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A project that writes declarations of all that it exports, as libraries and projects with references do. */
const CONFIG = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'NodeNext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    composite: true,
    skipLibCheck: false,
    outDir: 'out',
  },
  include: ['.'],
  exclude: ['out'],
}

/** Exports of every kind whose types nobody writes down: each must have a name that its reader's compiler can reach. */
const EXPORTS = `import { createServer, defineApplication, plain, type ClientState, type Actions } from 'soc-draw'
import { connect, type Room } from 'soc-draw/client'
import { Bots, play, startTestServer, tokenOf } from 'soc-draw/testing'
import { useRoom, useLobby, useEnteredRoom } from 'soc-draw/react'
import { z } from 'zod/mini'
import * as zod from 'zod'
export const tally = defineApplication({
  name: 'tally',
  players: { min: 2, max: 10 },
  refusals: { NO: 'no' },
  options: z.object({ most: z.int() }),
  presence: z.object({ typing: z.boolean() }),
  initialise: ({ options }) => ({ total: 0, most: options.most, hands: {} as Record<string, string[]>, deck: ['x'] }),
  visibility: { hands: 'owner', deck: 'server' },
  members: { joined(state, { user }) { state.hands[user.id] = [] } },
  alarms: { ring: (state, { alarms }) => { state.total = 0; alarms.set('ring', { in: 50 }) } },
  update: (action) => ({
    add: action(z.object({ by: z.int() }), (state, { by }, { refuse }) => { if (by > 5) throw refuse('NO'); state.total += by; return { id: 5 } }),
    say: action(zod.z.object({ text: zod.z.string() }), (state, { text }) => { state.deck.push(text) }),
  }),
  history: { add: true, say: ({ payload, user }, viewer) => (viewer.id === user.id ? payload : null) },
  predict: ['add'],
})
export const actions = (room: Room<typeof tally>) => room.act
export const lobby = () => connect<typeof tally>('http://x', 'tally', { token: async () => 'x' })
export const entered = async () => (await lobby()).enter('R:1')
export const past = async () => (await entered()).history()
export const state = async () => (await entered()).state
export const present = async () => (await entered()).presence
export const played = () => play(tally, { members: ['a'], options: { most: 1 } })
export const playedState = async () => (await played()).state
export const playedActs = async () => (await played()).as('a')
export const server = () => createServer({ applications: [tally] })
export const hostRoom = async () => (await server()).room<typeof tally>('x')
export const io = async () => (await server()).io
export const testServer = () => startTestServer(tally)
export const bots = async () => new Bots<typeof tally>(await testServer(), 'tally')
export const both = async () => (await bots()).enter('R:1', 'ann', 'bob')
export const token = tokenOf('x')
export const copy = plain({ a: 1 })
export function useTally(r: Room<typeof tally>) { return [useRoom(r), useLobby<typeof tally>] as const }
export const own = { useEnteredRoom }
export type S = ClientState<typeof tally>
export type A = Actions<typeof tally>
`

/** Writes a project of exports without written types, into a project in which the package is installed. */
export async function writeExporter(folder: string): Promise<void> {
  await mkdir(folder)
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(CONFIG))
  await writeFile(join(folder, 'exports.ts'), EXPORTS)
}
