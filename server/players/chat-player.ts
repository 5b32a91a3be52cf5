import type { chat } from '../applications/chat.ts'
import { GREETINGS, REPLIES, TALK } from './phrases.ts'
import { type Player, runs } from './player.ts'
import type { Ways } from './ways.ts'

/** How long a person takes for one character, in milliseconds. */
const KEYSTROKE = { least: 60, most: 140 } as const

/** Greets, talks now and then, and answers others more readily than silence. Shows that they are typing. */
export const chatPlayer: Player<typeof chat> = async (room, ways) => {
  let heard = room.version
  let greeted = false
  while (await runs(room, ways)) {
    const news = room.state?.messages.findLast(({ sender }) => sender !== null && sender !== room.user.id)
    const answers = news !== undefined && news.id > heard && ways.chance(0.6)
    heard = Math.max(heard, news?.id ?? 0)
    await ways.pause(answers ? ways.between(800, 3500) : ways.between(3000, 12_000))
    if (room.status !== 'running') continue
    await say(room, ways, ways.oneOf(greeted ? (answers ? REPLIES : TALK) : GREETINGS))
    greeted = true
  }
}

async function say(room: Parameters<typeof chatPlayer>[0], ways: Ways, text: string): Promise<void> {
  room.present({ typing: true })
  await ways.pause(text.length * ways.between(KEYSTROKE.least, KEYSTROKE.most))
  // Somebody who is interrupted leaves it unsaid.
  if (ways.chance(0.95)) await ways.act(() => room.act.say({ text }))
  room.present({ typing: false })
}
