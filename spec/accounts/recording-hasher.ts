import type { PasswordHasher } from '../../server/accounts/password-hasher.ts'

/** A hasher that costs nothing and remembers what it was asked. While `held`, its answers wait for `release`. */
export class RecordingHasher implements PasswordHasher {
  decoy = 'decoy'
  /** What hashes of today begin with. */
  current = 'hashed '
  readonly verified: { readonly passwordHash: string; readonly password: string }[] = []
  hashed = 0
  held = false
  running = 0
  mostRunning = 0
  readonly #waiting: (() => void)[] = []

  async hash(password: string): Promise<string> {
    this.hashed += 1
    await this.#work()
    return `${this.current}${password}`
  }

  isCurrent(passwordHash: string): boolean {
    return passwordHash.startsWith(this.current)
  }

  async verify(passwordHash: string, password: string): Promise<boolean> {
    this.verified.push({ passwordHash, password })
    await this.#work()
    return passwordHash.endsWith(`hashed ${password}`)
  }

  /** Lets everything that waits go on, and whatever comes later too. */
  release(): void {
    this.held = false
    for (const proceed of this.#waiting.splice(0)) proceed()
  }

  /** Takes the first ones out of those that wait: they go on when what is returned is called. */
  takeHeld(count: number): readonly (() => void)[] {
    return this.#waiting.splice(0, count)
  }

  async #work(): Promise<void> {
    this.running += 1
    this.mostRunning = Math.max(this.mostRunning, this.running)
    if (this.held) await new Promise<void>((proceed) => this.#waiting.push(proceed))
    this.running -= 1
  }
}
