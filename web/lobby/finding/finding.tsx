import '../../styles/finding.css'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { systemClock } from '../../../server/machine/system-clock.ts'
import { MAX_SEARCH_LENGTH } from '../../../server/protocol/limits.ts'
import type { RoomListing } from '../../../server/protocol/listings.ts'
import { LIST_FILTERS, type ListFilter } from '../../../server/protocol/room-filter.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { accountChunk } from '../account-chunk.ts'
import { AlertIcon } from '../drawings/icons.tsx'
import { LatePart } from '../late-part.tsx'
import type { LobbyConnection } from '../lobby-connection.ts'
import { LongList } from '../long-list.tsx'
import type { Visit } from '../visit.ts'
import { countWords, FILTER_WORDS, noneWords } from './finding-words.ts'
import { PlayButton } from './play-button.tsx'
import { RoomSearch } from './room-search.ts'

interface Props {
  readonly lobby: LobbyConnection
  readonly visit: Visit
  /** The id of the room that one is in; its row stays. */
  readonly current: string | undefined
  /** Whoever is done goes back to the whole list. */
  close(): void
  /** A room's row. */
  children(room: RoomListing): ComponentChildren
}

/** In the place of a lobby's list: a field, filters, and the rooms that they find, those in which something happened last first. */
export function Finding({ lobby, visit, current, close, children }: Props) {
  const [text, setText] = useState('')
  const [filter, setFilter] = useState<ListFilter | undefined>(undefined)
  const search = useSearch(lobby)
  const ask = (newText: string, newFilter: ListFilter | undefined): void => {
    setText(newText)
    setFilter(newFilter)
    search.lookFor({ search: newText, filter: newFilter })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    if (text === '') close()
    else ask('', filter)
  }
  return (
    <search class="finding" onKeyDown={onKeyDown}>
      <SearchField lobby={lobby} text={text} change={(newText) => ask(newText, filter)} />
      <Filters chosen={filter} choose={(newFilter) => ask(text, newFilter)} />
      <PlayButton lobby={lobby} visit={visit} />
      <FoundList lobby={lobby} search={search} current={current}>
        {children}
      </FoundList>
      {filter === 'archived' && (
        <LatePart chunk={accountChunk}>
          {(part) => <part.DeletedRooms visit={visit} application={lobby.name} />}
        </LatePart>
      )}
    </search>
  )
}

function useSearch(lobby: LobbyConnection): RoomSearch {
  const [search] = useState(() => new RoomSearch(lobby, systemClock))
  useLayoutEffect(() => {
    search.start()
    return () => search.stop()
  }, [search])
  return search
}

interface SearchFieldProps {
  readonly lobby: LobbyConnection
  readonly text: string
  change(text: string): void
}

/** Has the focus as soon as it is there: it was asked for. */
function SearchField({ lobby, text, change }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.focus(), [])
  return (
    <input
      ref={field}
      class="input"
      type="search"
      aria-label={`Find rooms of ${lobby.title} by name`}
      placeholder="Find by name"
      value={text}
      maxLength={MAX_SEARCH_LENGTH}
      dir="auto"
      autocomplete="off"
      enterkeyhint="search"
      onInput={(event) => change(event.currentTarget.value)}
    />
  )
}

interface FiltersProps {
  readonly chosen: ListFilter | undefined
  choose(filter: ListFilter | undefined): void
}

/** One of them, or none. */
function Filters({ chosen, choose }: FiltersProps) {
  return (
    <fieldset class="finding-filters">
      <legend class="unseen">Only rooms that are</legend>
      {LIST_FILTERS.map((filter) => (
        <button
          key={filter}
          type="button"
          class="button button-small finding-filter"
          aria-pressed={filter === chosen}
          onClick={() => choose(filter === chosen ? undefined : filter)}
        >
          {FILTER_WORDS[filter]}
        </button>
      ))}
    </fieldset>
  )
}

interface FoundListProps extends Pick<Props, 'lobby' | 'current' | 'children'> {
  readonly search: RoomSearch
}

function FoundList({ lobby, search, current, children }: FoundListProps) {
  const list = useRef<HTMLUListElement>(null)
  const rooms = useSubscription(search, () => search.rooms)
  const answered = useSubscription(search, () => search.answered)
  const problem = useSubscription(search, () => search.problem)
  const more = useSubscription(search, () => search.more)
  const busy = useSubscription(search, () => search.busy)
  return (
    <div class="finding-found" aria-busy={busy}>
      {problem !== undefined && (
        <p class="problem" role="alert">
          <AlertIcon />
          {problem.message} It is tried again by itself.
        </p>
      )}
      <p role="status" class={rooms.length > 0 || more || answered === undefined ? 'unseen' : 'lobby-empty'}>
        {answered !== undefined && (rooms.length > 0 || more ? countWords(rooms.length, more) : noneWords(answered))}
      </p>
      {rooms.length > 0 && (
        <LongList lobby={lobby} rooms={rooms} whole={!more} list={list} kept={[current]}>
          {children}
        </LongList>
      )}
      {more && (
        <div class="lobby-more">
          <button type="button" class="button button-wide" aria-disabled={busy} onClick={() => void search.loadMore()}>
            {busy ? 'Looking for more rooms…' : 'More rooms'}
          </button>
        </div>
      )}
    </div>
  )
}
