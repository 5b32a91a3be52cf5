import type { StandardSchemaV1 } from '@standard-schema/spec'

export interface Note {
  text: string
  size?: number | undefined
}

export type Shape = { kind: 'circle'; radius: number } | { kind: 'label'; text: string }

export interface Tree {
  readonly name: string
  readonly children: readonly Tree[]
}

/** The same schemas in each library: that they are these is what the compiler says of the library's types. */
export interface Schemas {
  readonly note: StandardSchemaV1<Note, Note>
  /** Gives out how long the text is. */
  readonly measured: StandardSchemaV1<{ text: string }, { text: number }>
  /** 3 unless told. */
  readonly repeated: StandardSchemaV1<{ times?: number | undefined }, { times: number }>
  readonly shape: StandardSchemaV1<Shape, Shape>
  readonly tree: StandardSchemaV1<Tree, Tree>
  readonly nothing: StandardSchemaV1<undefined, undefined>
  /** Its transform throws a SyntaxError for what is no JSON. */
  readonly parsed: StandardSchemaV1<{ json: string }, { json: unknown }>
}

/** How the libraries differ. */
export interface Library {
  readonly schemas: Schemas
  /** What becomes of a key that the schema doesn't know. */
  readonly extra: 'kept' | 'dropped' | 'refused'
  /** What a transform that throws is to it: its author's mistake, or a value that is not valid. */
  readonly thrown: 'ACTION_FAILED' | 'INVALID_PAYLOAD'
}
