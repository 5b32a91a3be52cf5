/** Something that is made anew only when what it is made of has changed, so that what shows it rests as long. */
export class Memo<Value> {
  #of: readonly unknown[] | undefined
  #value: Value

  constructor(value: Value) {
    this.#value = value
  }

  get value(): Value {
    return this.#value
  }

  make(of: readonly unknown[], make: () => Value): void {
    if (this.#of?.every((each, at) => Object.is(each, of[at]))) return
    this.#of = of
    this.#value = make()
  }
}
