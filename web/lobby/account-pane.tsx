import type { ComponentProps } from 'preact'
import { accountChunk } from './account-chunk.ts'
import type { AccountPage } from './account-page.tsx'
import { LatePart } from './late-part.tsx'

/** One's own account, once that part of the page is there. */
export function AccountPane(props: ComponentProps<typeof AccountPage>) {
  return <LatePart chunk={accountChunk}>{(part) => <part.AccountPage {...props} />}</LatePart>
}
