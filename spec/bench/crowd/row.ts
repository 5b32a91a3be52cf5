/** How a row is measured: what `npm run bench:crowd` was told. */
export interface Bench {
  /** The folder of the build that is measured: it holds `server/index.js`. */
  readonly build: string
  /** The same of an earlier build, for the rows that are judged against it. */
  readonly before: string | undefined
  /** How often each side is measured, in turn; medians are judged. */
  readonly repeats: number
}

/** `times`: at most so many times what stands beside it. `most`: at most this, in the figure's unit. */
export type Target = { readonly times: number } | { readonly most: number }

/** One line of the table. */
export interface Figure {
  readonly what: string
  /** Nothing for a number of things. */
  readonly unit: 'µs' | 'ms' | 's' | 'KB' | ''
  readonly ours: number
  /** What it is compared with, in the same run and unit; absent where there is nothing of the kind. */
  readonly beside?: { readonly whose: string; readonly figure: number }
  readonly target: Target
}

/** One piece of work that a server is given, with the figures that are judged of it. */
export interface Row {
  /** What `--rows` calls it. */
  readonly name: string
  /** The work, in words: the figures' heading. */
  readonly work: string
  /** @throws Error when the measurement can't be trusted: deliveries are missing, or the load could not keep its rate. */
  run(bench: Bench): Promise<readonly Figure[]>
}
