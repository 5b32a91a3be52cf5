/** What the specs of ink do in a browser, where the drawing's own modules paint on real canvases. Loaded as a script into a blank page. */
import { emptyThen } from './empty-then.ts'
import { exported } from './exported.ts'
import { otherThanThought } from './other-than-thought.ts'
import { rubbed } from './rubbed.ts'
import { sharpness } from './sharpness.ts'
import { unreadable } from './unreadable.ts'

export const lab = { emptyThen, exported, otherThanThought, rubbed, sharpness, unreadable }

declare global {
  interface Window {
    lab: typeof lab
  }
}

window.lab = lab
