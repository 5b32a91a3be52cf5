import { SocDrawError } from '../../server/protocol/errors.ts'
import type { RequestArguments } from '../../server/protocol/events.ts'
import { type Answered, Question, type QuestionName, type QuestionPorts } from './question.ts'

/** How many questions may wait for their answers. */
const MAX_WAITING = 100

/** The questions of one lobby or room. At first, and after `down`, they wait for `up`. */
export class Questions {
  readonly #ports: QuestionPorts
  readonly #waiting = new Set<Pick<Question<QuestionName>, 'up' | 'down' | 'end'>>()
  #up = false
  #ended: SocDrawError | undefined

  constructor(ports: QuestionPorts) {
    this.#ports = ports
  }

  /**
   * Asks, now or when it may. What is refused for now only is asked again, for 20 seconds awake at most.
   * @throws SocDrawError the server's refusal; `CONNECTION_FAILED`, `TIMED_OUT` or what the server said last after 20
   * seconds awake; `OUTBOX_FULL` when too many are waiting; what they were ended with
   */
  async ask<Name extends QuestionName>(name: Name, args: RequestArguments<Name>): Promise<Answered<Name>> {
    if (this.#ended) throw this.#ended
    if (this.#waiting.size >= MAX_WAITING) throw new SocDrawError('OUTBOX_FULL', 'Too much was asked at once.')
    const question = new Question(this.#ports, name, args)
    this.#waiting.add(question)
    if (this.#up) question.up()
    try {
      return await question.answer
    } finally {
      this.#waiting.delete(question)
    }
  }

  /** They may be asked. */
  up(): void {
    this.#up = true
    for (const question of this.#waiting) question.up()
  }

  /** The connection is lost. */
  down(): void {
    this.#up = false
    for (const question of this.#waiting) question.down()
  }

  /** Rejects all that is waiting. */
  refuse(error: SocDrawError): void {
    for (const question of this.#waiting) question.end(error)
  }

  /** Rejects all that is waiting, and whatever is asked from now on, with `error`. */
  end(error: SocDrawError): void {
    this.#ended ??= error
    this.refuse(error)
  }
}
