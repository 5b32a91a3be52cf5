import { report } from './report.ts'

/**
 * Listeners to one thing's changes. However much changes in one turn, each is called once after it; one that throws is
 * reported and keeps nothing from the others.
 */
export class Subscribers {
  /** Each subscription is an object of its own, so that one function may subscribe twice. */
  readonly #subscriptions = new Set<{ readonly listener: () => void }>()
  #due = false

  /** Returns what ends the subscription; calling it twice is harmless. */
  add(listener: () => void): () => void {
    const subscription = { listener }
    this.#subscriptions.add(subscription)
    return () => {
      this.#subscriptions.delete(subscription)
    }
  }

  /** Something changed: whoever is subscribed when the present turn is over will be called. */
  notify(): void {
    if (this.#due) return
    this.#due = true
    queueMicrotask(() => {
      this.#due = false
      for (const subscription of [...this.#subscriptions]) {
        if (this.#subscriptions.has(subscription)) call(subscription.listener)
      }
    })
  }
}

function call(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    report(error)
  }
}
