import '../../styles/administration.css'
import { useMemo } from 'preact/hooks'
import { administration as openAdministration } from '../../client/administration.ts'
import { rooms as openRooms } from '../../client/rooms.ts'
import { BackIcon } from '../drawings/icons.tsx'
import { useRouter } from '../page-context.ts'
import { RouteLink } from '../route-link.tsx'
import type { Visit } from '../visit.ts'
import { AuditTab } from './audit-tab.tsx'
import { InvitationsTab } from './invitations-tab.tsx'
import { RoomsTab } from './rooms-tab.tsx'
import { Tabs } from './tabs.tsx'
import { UsersTab } from './users-tab.tsx'

/** What administrators see to. Everybody else is told by the server that they may not. */
export function AdministrationPage({ visit }: { readonly visit: Visit }) {
  const router = useRouter()
  const { token, user } = visit.session
  const { administration, rooms } = useMemo(() => {
    const base = window.location.origin + router.href({ page: 'lobby' })
    return { administration: openAdministration(base, { token }), rooms: openRooms(base, { token }) }
  }, [router, token])
  return (
    <div class="account">
      <header class="bar">
        <RouteLink to={{ page: 'lobby' }} class="button button-icon bar-back" aria-label="Back to the rooms">
          <BackIcon />
        </RouteLink>
        <h1 id="room-title" class="bar-title bar-name" tabIndex={-1} data-focus-home>
          Administration
        </h1>
      </header>
      <div class="account-column administration">
        <Tabs
          label="Administration"
          tabs={[
            {
              name: 'users',
              title: 'Users',
              content: () => <UsersTab administration={administration} own={user.id} />,
            },
            {
              name: 'rooms',
              title: 'Rooms',
              content: () => <RoomsTab administration={administration} rooms={rooms} lobbies={visit.lobbies} />,
            },
            {
              name: 'invitations',
              title: 'Invitations',
              content: () => <InvitationsTab administration={administration} />,
            },
            { name: 'audit', title: 'What was done', content: () => <AuditTab administration={administration} /> },
          ]}
        />
      </div>
    </div>
  )
}
