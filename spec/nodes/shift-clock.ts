/** Loaded before a node's own code: moves the process' calendar by `CLOCK_SHIFT` milliseconds, as on a machine that goes wrong. */
const shift = Number(process.env.CLOCK_SHIFT ?? 0)
const real = Date.now.bind(Date)

class ShiftedDate extends Date {
  constructor(...parameters: readonly unknown[]) {
    // All that a Date is made of, or nothing: then it is now.
    super(...((parameters.length > 0 ? parameters : [real() + shift]) as [number]))
  }

  static override now(): number {
    return real() + shift
  }
}

if (shift !== 0) globalThis.Date = ShiftedDate as DateConstructor
