import { useState } from 'preact/hooks'
import type { Administration, ListedRoom, RoomsQuestion } from '../../client/administration.ts'
import type { Rooms } from '../../client/rooms.ts'
import type { LobbyConnection } from '../lobby-connection.ts'
import { PagedList } from './paged-list.tsx'
import { RoomLine } from './room-line.tsx'
import { usePages } from './use-pages.ts'
import { useSettled } from './use-settled.ts'
import { useWhileSeen } from './use-while-seen.ts'

/** How long somebody pauses who has typed what they look for, in milliseconds. */
const PAUSE = 150
/** How often it is looked how many are in the rooms, in milliseconds. */
const LIVE = 5_000
/** The longest name that is looked for. */
const MAX_SEARCH = 100

/** Which rooms can be asked for, and in what words. */
const WHICH = [
  ['', 'All'],
  ['running', 'Running'],
  ['waiting', 'Waiting for players'],
  ['archived', 'Archived'],
  ['deleted', 'Deleted'],
] as const satisfies readonly (readonly [NonNullable<RoomsQuestion['filter']> | '', string])[]

interface Props {
  readonly administration: Administration
  readonly rooms: Rooms
  /** Of the applications that there are. */
  readonly lobbies: readonly LobbyConnection[]
}

interface Wanted {
  readonly search: string
  readonly which: (typeof WHICH)[number][0]
  readonly application: string
}

/** All rooms that there are, or those that are looked for. */
export function RoomsTab({ administration, rooms, lobbies }: Props) {
  const [wanted, setWanted] = useState<Wanted>({ search: '', which: '', application: '' })
  const settled = useSettled(wanted, PAUSE)
  const pages = usePages<ListedRoom>(async (after) => {
    const page = await administration.rooms({ ...questionOf(settled), ...(after !== undefined && { after }) })
    return { items: page.rooms, next: page.next }
  }, JSON.stringify(settled))
  useWhileSeen(() => pages.refresh((one, other) => one.id === other.id), LIVE)
  return (
    <section class="account-part" aria-label="Rooms">
      <WantedFields wanted={wanted} lobbies={lobbies} changed={(change) => setWanted({ ...wanted, ...change })} />
      <div class="account-act">
        <button type="button" class="button" onClick={pages.reload} aria-disabled={pages.busy}>
          {pages.busy ? 'Looking…' : 'Look again'}
        </button>
        <span class="soft">Where something happened last, first.</span>
      </div>
      <PagedList pages={pages} label="Rooms" none="There is no such room." keyOf={({ id }) => id}>
        {(room) => (
          <RoomLine
            rooms={rooms}
            room={room}
            title={lobbies.find(({ name }) => name === room.application)?.title ?? room.application}
            changed={(changed) => pages.replace(changed, ({ id }) => id === changed.id)}
          />
        )}
      </PagedList>
    </section>
  )
}

interface FieldsProps extends Pick<Props, 'lobbies'> {
  readonly wanted: Wanted
  changed(change: Partial<Wanted>): void
}

function WantedFields({ wanted, lobbies, changed }: FieldsProps) {
  return (
    <div class="administered-fields">
      <label class="field">
        <span class="field-label">Find by name</span>
        <input
          class="input"
          type="search"
          value={wanted.search}
          maxLength={MAX_SEARCH}
          dir="auto"
          autocomplete="off"
          onInput={(event) => changed({ search: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span class="field-label">Which</span>
        <select
          class="input"
          value={wanted.which}
          onChange={({ currentTarget: { value } }) =>
            changed({ which: WHICH.find(([which]) => which === value)?.[0] ?? '' })
          }
        >
          {WHICH.map(([which, words]) => (
            <option key={which} value={which}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="field-label">Of</span>
        <select
          class="input"
          value={wanted.application}
          onChange={(event) => changed({ application: event.currentTarget.value })}
        >
          <option value="">All applications</option>
          {lobbies.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

function questionOf({ search, which, application }: Wanted): RoomsQuestion {
  return {
    ...(search.trim() !== '' && { search }),
    ...(which !== '' && { filter: which }),
    ...(application !== '' && { application }),
  }
}
