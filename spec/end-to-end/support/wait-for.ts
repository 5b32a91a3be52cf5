/**
 * Resolves when `holds` is true, asked again at every turn of the event loop: for what tells nobody of its changes.
 * @throws Error with `what` after `within` milliseconds
 */
export async function waitFor(holds: () => boolean, what = holds.toString(), within = 5000): Promise<void> {
  const end = Date.now() + within
  while (!holds()) {
    if (Date.now() > end) throw new Error(`it never came that ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** What `promise` resolves with. @throws Error with `what` when that takes longer than `within` milliseconds */
export async function soon<Value>(promise: Promise<Value>, what: string, within = 5000): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it never came that ${what}`)), within)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
