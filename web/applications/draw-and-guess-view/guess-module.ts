import '../../common/raised.css'
import '../../common/write-box.css'
import '../drawing/tools.css'
import '../drawing/drawing.css'
import './guess.css'
import './guess-stage.css'
import './guess-panels.css'
import './guess-players.css'
import './guess-talk.css'
import './guess-replay.css'
import { drawAndGuess } from '../../../server/applications/draw-and-guess.ts'

export { guessView as view } from './guess-view.tsx'

/** The words are the server's secret; without any the rules still tell what a stroke of one's own looks like. */
export const rules = drawAndGuess({ en: [], de: [] })
