import type { Room } from '../../web/client/client-api.ts'
import type { DrawAndGuess } from '../applications/draw-and-guess.ts'
import { Hand } from './hand.ts'
import { ASIDES, MUSINGS } from './phrases.ts'
import { type Player, runs } from './player.ts'
import { SketchPad } from './sketch-pad.ts'
import { sketchOf } from './sketches.ts'
import { type Puzzle, thinkOf } from './think.ts'
import type { Ways } from './ways.ts'

type GuessRoom = Room<DrawAndGuess>

/** What a bot comes up with for what is shown of a word; undefined when it can think of nothing. */
export type Think = (puzzle: Puzzle, ways: Ways) => string | undefined

/** Begins games, chooses words, draws when it is its turn, and guesses at the others' words. */
export function guessPlayer(think: Think = thinkOf): Player<DrawAndGuess> {
  return async (room, ways) => {
    const hand = new Hand({ act: room.act, ways, may: () => room.status === 'running' && isDrawing(room) })
    const pad = new SketchPad(ways)
    const tried: string[] = []
    while (await runs(room, ways)) {
      const { state, user } = room
      switch (state?.phase.name) {
        case 'ready':
          await begin(room, ways, 1500, 5000)
          break
        case 'over':
          await begin(room, ways, 6000, 12_000)
          break
        case 'choosing':
          if (state.phase.drawer === user.id) await choose(room, ways)
          else await next(room, ways)
          break
        case 'drawing':
          if (isDrawing(room)) await draw(room, ways, { hand, pad })
          else if (state.own?.word !== null) await chat(room, ways)
          else await guess(room, ways, { tried, think })
          break
        default:
          tried.length = 0
          await next(room, ways)
      }
    }
  }
}

/** Resolves when the game has come to another phase, or stands still. */
function next(room: GuessRoom, ways: Ways): Promise<void> {
  const phase = room.state?.phase.name
  return ways.until(room, ({ state, status, error }) => !!error || status !== 'running' || state?.phase.name !== phase)
}

function isDrawing({ state, user }: GuessRoom): boolean {
  return state?.phase.name === 'drawing' && state.phase.drawer === user.id
}

/** Everybody waits for somebody else to begin, each for another time. */
async function begin(room: GuessRoom, ways: Ways, least: number, most: number): Promise<void> {
  const phase = room.state?.phase.name
  await ways.pause(ways.between(least, most))
  if (room.status === 'running' && room.state?.phase.name === phase) await ways.act(() => room.act.play({}))
}

async function choose(room: GuessRoom, ways: Ways): Promise<void> {
  await ways.pause(ways.between(1500, 5000))
  const { state, status, user } = room
  if (status !== 'running' || state?.phase.name !== 'choosing' || state.phase.drawer !== user.id) return
  const choices = state.own?.choices ?? []
  const drawable = choices.findIndex((word) => sketchOf(word) !== undefined)
  const index = drawable < 0 ? Math.floor(ways.random() * Math.max(1, choices.length)) : drawable
  await ways.act(() => room.act.choose({ index }))
}

/** Draws the next line of what the word is like; now and then it won't do, and all of it is drawn again. */
async function draw(room: GuessRoom, ways: Ways, { hand, pad }: { hand: Hand; pad: SketchPad }): Promise<void> {
  const { state } = room
  const word = state?.own?.word
  const next = state?.phase.name === 'drawing' && word ? pad.next(state.phase.from, word) : undefined
  if (next) await hand.draw(next, { colour: pad.colour, width: 2 })
  await ways.pause(next ? ways.between(200, 1200) : ways.between(2000, 5000))
  if (!isDrawing(room) || !ways.chance(0.02)) return
  pad.again()
  await ways.act(() => room.act.clear({}))
}

/** Whoever knows the word has time to talk. */
async function chat(room: GuessRoom, ways: Ways): Promise<void> {
  await ways.pause(ways.between(4000, 12_000))
  const knows = room.state?.own?.word !== null && room.state?.phase.name === 'drawing'
  if (room.status === 'running' && knows && ways.chance(0.5)) await say(room, ways, ways.oneOf(ASIDES))
}

async function guess(room: GuessRoom, ways: Ways, mind: { tried: string[]; think: Think }): Promise<void> {
  await ways.pause(ways.between(1500, 7000))
  const { state, status } = room
  if (status !== 'running' || state?.phase.name !== 'drawing' || state.own?.word !== null || isDrawing(room)) return
  const { tried, think } = mind
  const idea = think({ mask: state.phase.mask, language: state.settings.language, tried }, ways)
  if (idea !== undefined) tried.push(idea)
  await say(room, ways, idea ?? ways.oneOf(MUSINGS))
}

async function say(room: GuessRoom, ways: Ways, text: string): Promise<void> {
  await ways.act(() => room.act.say({ text }))
}
