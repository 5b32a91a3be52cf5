/** Waiting times in milliseconds: each is double the one before, from `first` up to `most`. */
export class Backoff {
  readonly #first: number
  readonly #most: number
  #next: number

  constructor(first: number, most: number) {
    this.#first = first
    this.#most = most
    this.#next = first
  }

  next(): number {
    const delay = this.#next
    this.#next = Math.min(this.#most, delay * 2)
    return delay
  }

  reset(): void {
    this.#next = this.#first
  }
}
