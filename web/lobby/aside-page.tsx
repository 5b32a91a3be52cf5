import type { ComponentProps } from 'preact'
import { AccountPage } from './account-page.tsx'
import { AdministrationPage } from './administration/administration-page.tsx'
import type { Route } from './route.ts'

interface Props extends ComponentProps<typeof AccountPage> {
  readonly page: Route['page']
}

/** What stands beside the rooms. */
export function AsidePage({ page, ...account }: Props) {
  return page === 'administration' ? <AdministrationPage visit={account.visit} /> : <AccountPage {...account} />
}
