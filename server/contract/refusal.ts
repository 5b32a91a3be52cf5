/** What a handler throws to refuse an action with one of its application's own codes. Made by `context.refuse`. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
