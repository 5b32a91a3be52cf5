/** One event of a Chromium trace, as far as it is looked at: times in microseconds. */
interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  /** The processor time that the thread had in it, where the system tells: what others did meanwhile doesn't count. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** What is traced: the tasks of every thread, animation frames, and raster work. */
export const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'cc', 'benchmark']

/** A whole task, with what a canvas does after its script: the tracing of the tool, not that of the task queue, has that. */
const TASK = 'RunTask'
const RASTER = 'RasterTask'

/** What each frame of a page cost, in milliseconds of processor time. */
export interface FrameCosts {
  /** By frame: all tasks of the main thread (script, style, layout, paint, canvas) and the raster tasks until the next one. */
  readonly frames: readonly number[]
  readonly perSecond: number
}

/** Reads a trace of one tab. A frame lasts from one run of animation callbacks to the next. */
export function frameCosts(trace: Buffer): FrameCosts {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] }
  const starts = traceEvents.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts)
  const main = traceEvents.find(({ name }) => name === 'FireAnimationFrame')
  if (!main || starts.length < 2) throw new Error('the trace has no animation frames')
  starts.sort((one, other) => one - other)
  const frames = starts.map(() => 0)
  const charge = ({ ts, dur = 0, tdur = dur }: TraceEvent): void => {
    // The task that fires the callbacks begins just before them.
    const frame = lastAtOrBefore(starts, ts + dur)
    if (frame >= 0) frames[frame] = (frames[frame] ?? 0) + tdur / 1000
  }
  const own = traceEvents.filter(({ pid, ph }) => pid === main.pid && ph === 'X')
  for (const event of own) {
    if (event.name === TASK && event.tid === main.tid) charge(event)
    if (event.name === RASTER && event.tid !== main.tid) charge(event)
  }
  const [first = 0] = starts
  const last = starts.at(-1) ?? first
  // The last frame is not over.
  return { frames: frames.slice(0, -1), perSecond: ((starts.length - 1) * 1e6) / (last - first) }
}

function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
