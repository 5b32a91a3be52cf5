/**
 * The type of a value that has gone through JSON: a `Date`, as whatever has `toJSON`, is what that gives, a bigint the text
 * of its digits; methods are gone.
 */
export type AsJson<Value> = unknown extends Value
  ? Value
  : // biome-ignore lint/suspicious/noConfusingVoidType: what a handler without a result returns
    Value extends string | number | boolean | null | undefined | void
    ? Value
    : Value extends bigint
      ? string
      : Value extends { toJSON(key: string): infer Told }
        ? AsJson<Told>
        : Value extends symbol | Method | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
          ? never
          : Value extends readonly unknown[]
            ? { [Index in keyof Value]: AsJson<Value[Index]> }
            : { [Key in keyof Value as Value[Key] extends Method ? never : Key]: AsJson<Value[Key]> }

type Method = (...args: never) => unknown
