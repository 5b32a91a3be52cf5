import { useId, useRef, useState } from 'preact/hooks'
import type { MadeRoomLink, RoomLink } from '../../client/room-doors.ts'
import { Invitation } from '../invitation.tsx'
import { Problem } from '../problem.tsx'
import { useTask } from '../use-task.ts'
import type { DoorsAt } from './doors-at.ts'

const HOUR = 60 * 60 * 1000
const LASTS = [
  [HOUR, 'an hour'],
  [24 * HOUR, 'a day'],
  [7 * 24 * HOUR, 'a week'],
  [30 * 24 * HOUR, '30 days'],
] as const

/** Links into the room: what makes one, and those that there are. */
export function RoomLinks({ doors }: { doors: DoorsAt }) {
  const title = useId()
  const uses = useRef<HTMLInputElement>(null)
  const lasts = useRef<HTMLSelectElement>(null)
  const [made, setMade] = useState<MadeRoomLink | undefined>(undefined)
  const [links, setLinks] = useState<readonly RoomLink[] | undefined>(undefined)
  const { api, roomId } = doors
  const make = useTask(async () => {
    const wanted = { uses: Number(uses.current?.value), lifetime: Number(lasts.current?.value) }
    setMade(await api.makeLink(roomId, wanted))
    setLinks(await api.links(roomId))
  })
  const show = useTask(async () => setLinks(await api.links(roomId)))
  const problem = make.problem ?? show.problem
  return (
    <section aria-labelledby={title} class="doors-links">
      <h3 id={title} class="doors-title">
        Invite by a link
      </h3>
      <form
        class="doors-form"
        onSubmit={(event) => {
          event.preventDefault()
          make.run()
        }}
      >
        <label class="field">
          <span class="field-label">For how many people</span>
          <input ref={uses} class="input" type="number" min={1} max={1000} defaultValue="1" required />
        </label>
        <label class="field">
          <span class="field-label">It lasts</span>
          <select ref={lasts} class="input" defaultValue={String(LASTS[2][0])}>
            {LASTS.map(([time, words]) => (
              <option key={time} value={time} selected={time === LASTS[2][0]}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="button" aria-disabled={make.busy}>
          {make.busy ? 'Making it…' : 'Make a link'}
        </button>
      </form>
      {made && (
        <Invitation label="Send them this. It is shown only now." address={window.location.origin + made.path} />
      )}
      <Problem words={problem} />
      {links === undefined ? (
        <button type="button" class="button button-quiet button-small" onClick={show.run} aria-disabled={show.busy}>
          Show the links that there are
        </button>
      ) : (
        <ul class="doors-list">
          {links.map((link) => (
            <LinkLine key={link.id} doors={doors} link={link} ended={async () => setLinks(await api.links(roomId))} />
          ))}
          {links.length === 0 && <li class="soft">There are none that can be used.</li>}
        </ul>
      )}
    </section>
  )
}

function LinkLine({ doors, link, ended }: { doors: DoorsAt; link: RoomLink; ended(): Promise<void> }) {
  const end = useTask(async () => {
    await doors.api.endLink(doors.roomId, link.id)
    await ended()
  })
  const until = new Date(link.expiresAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
  const words = `For ${link.usesLeft}, until ${until}`
  return (
    <li class="doors-link">
      <span>
        {words}
        {link.madeBy && (
          <span class="soft">
            , by <bdi>{link.madeBy.name}</bdi>
          </span>
        )}
      </span>
      <button
        type="button"
        class="button button-small"
        onClick={end.run}
        aria-disabled={end.busy}
        aria-label={`End the link: ${words}`}
      >
        End
      </button>
      <Problem words={end.problem} />
    </li>
  )
}
