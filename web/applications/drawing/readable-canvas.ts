import { rgbOf } from './colours.ts'

/** What is painted to be read again: no two are alike, and no plain answer is all of them. */
const PROBE = ['#c81432', '#1eb43c', '#2846d2', '#f0f0f0', '#0a0a0a', '#e6be14'] as const

/** How far a channel may be off: some browsers change the lowest bits of what is read, which nobody sees. */
const OFF = 8

/**
 * Whether what is read of a canvas is what was painted on it. It is not where a browser keeps canvases from telling one
 * machine from another: it answers with noise or plain white. The canvas is emptied; ask before anything is on it, and
 * each time, since people can allow it meanwhile.
 */
export function canBeRead(context: CanvasRenderingContext2D): boolean {
  const { width, height } = context.canvas
  if (width < PROBE.length || height < 1) return true
  context.save()
  context.resetTransform()
  for (const [at, colour] of PROBE.entries()) {
    context.fillStyle = colour
    context.fillRect(at, 0, 1, 1)
  }
  const same = reads(context)
  context.clearRect(0, 0, width, height)
  context.restore()
  return same
}

function reads(context: CanvasRenderingContext2D): boolean {
  let data: Uint8ClampedArray
  try {
    data = context.getImageData(0, 0, PROBE.length, 1).data
  } catch {
    // Some refuse instead.
    return false
  }
  return PROBE.every((colour, at) =>
    rgbOf(colour).every((painted, channel) => Math.abs((data[4 * at + channel] ?? Number.NaN) - painted) <= OFF),
  )
}
