import type { Application } from '../../server/contract/application.ts'
import { isolated } from '../../server/contract/isolated.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import type { Room } from '../client/client-api.ts'
import { useSubscription } from '../common/use-subscription.ts'
import { Invitation } from './invitation.tsx'
import { useRouter } from './page-context.ts'
import { morePeople, people } from './people-words.ts'
import type { RoomAddress } from './tab-memory.ts'
import type { Visit } from './visit.ts'
import { WaitingTable } from './waiting-table.tsx'

interface Props {
  readonly visit: Visit
  readonly address: RoomAddress
  readonly room: Room<Application>
  readonly listing: RoomListing | undefined
}

/** Too few are here yet: who is, how many are missing, and how to get them. */
export function WaitingRoom({ visit, address, room, listing }: Props) {
  const router = useRouter()
  const members = useSubscription(room, () => room.members)
  const min = Math.max(listing?.min ?? members.length, members.length)
  const missing = min - members.length
  const what = visit.lobby(address.application)?.title ?? 'The room'
  return (
    <div class="blank">
      <WaitingTable members={members} missing={missing} />
      <div role="status">
        <h2 class="blank-title">{missing > 0 ? `Waiting for ${morePeople(missing)}` : 'Waiting for all to connect'}</h2>
        <p class="blank-text">
          {what} starts by itself as soon as {people(min)} are here. {hereWords(members, room.user.id)}
        </p>
      </div>
      <Invitation
        address={new URL(router.href({ page: 'room', ...address, people: false }), window.location.href).href}
      />
    </div>
  )
}

function hereWords(members: Room<Application>['members'], own: string): string {
  const names = members.map((member) => (member.id === own ? 'you' : isolated(member.name)))
  if (names.length === 0) return 'Nobody is here yet.'
  if (names.length === 1 && names[0] === 'you') return 'So far it is only you.'
  return `Here already: ${new Intl.ListFormat('en').format(names)}.`
}
