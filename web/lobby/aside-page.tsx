import type { ComponentProps } from 'preact'
import { AccountPage } from './account-page.tsx'
import { AdministrationPage } from './administration/administration-page.tsx'
import { NothingHere } from './nothing-here.tsx'
import { NewRoomPage } from './rooms/new-room-page.tsx'
import { RoomSettingsPage } from './rooms/room-settings-page.tsx'
import type { Route } from './route.ts'

interface Props extends ComponentProps<typeof AccountPage> {
  readonly route: Route
}

/** What stands beside the rooms. */
export function AsidePage({ route, ...account }: Props) {
  const { visit } = account
  if (route.page === 'administration') return <AdministrationPage visit={visit} />
  if (route.page === 'account') return <AccountPage {...account} />
  const lobby = 'application' in route && visit.lobby(route.application)
  if (!lobby) return <NothingHere />
  if (route.page === 'new-room') return <NewRoomPage key={lobby.name} visit={visit} lobby={lobby} />
  if (route.page !== 'room-settings') return <NothingHere />
  const { application, room } = route
  return <RoomSettingsPage key={room} visit={visit} address={{ application, room }} />
}
