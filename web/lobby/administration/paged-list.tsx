import type { ComponentChild } from 'preact'
import { Problem } from '../problem.tsx'
import type { Pages } from './use-pages.ts'

interface Props<Item> {
  readonly pages: Pages<Item>
  readonly label: string
  /** What is said where there are none. */
  readonly none: string
  keyOf(item: Item): string
  children(item: Item): ComponentChild
}

/** A list, a stretch at a time. */
export function PagedList<Item>({ pages, label, none, keyOf, children }: Props<Item>) {
  const { items, more, busy, problem, loadMore, reload } = pages
  return (
    <>
      <Problem words={problem} />
      {problem !== undefined && (
        <button type="button" class="button" onClick={reload}>
          Try again
        </button>
      )}
      {items?.length === 0 && <p class="soft">{none}</p>}
      <ul class="account-sessions" aria-label={label} aria-busy={busy}>
        {items?.map((item) => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
      {more && (
        <button type="button" class="button" onClick={loadMore} aria-disabled={busy}>
          {busy ? 'Loading…' : 'Show more'}
        </button>
      )}
    </>
  )
}
