import { useRef, useState } from 'preact/hooks'
import type { Administration, Invitation as MadeBefore, MadeInvitation } from '../../client/administration.ts'
import { Problem } from '../problem.tsx'
import { TaskForm } from '../task-form.tsx'
import { toSocDrawError } from '../to-soc-draw-error.ts'
import { useTask } from '../use-task.ts'
import { PagedList } from './paged-list.tsx'
import { ShownLink } from './shown-link.tsx'
import { timeWords } from './time-words.ts'
import { usePages } from './use-pages.ts'

const DAY = 24 * 60 * 60 * 1000

interface Props {
  readonly administration: Administration
}

/** Links by which others make accounts: a new one, and those that can be used. */
export function InvitationsTab({ administration }: Props) {
  const [closed, setClosed] = useState(false)
  const pages = usePages<MadeBefore>(async () => {
    try {
      return { items: await administration.invitations(), next: null }
    } catch (error) {
      // Without invitations there is no such route.
      if (toSocDrawError(error).code !== 'NOT_FOUND') throw error
      setClosed(true)
      return { items: [], next: null }
    }
  }, '')
  if (closed) return <p class="soft">On this server accounts are made by whoever runs it: nobody can be invited.</p>
  return (
    <>
      <NewInvitation administration={administration} made={pages.reload} />
      <section class="account-part" aria-label="Invitations that can be used">
        <h2 class="account-title">Invitations that can be used</h2>
        <PagedList pages={pages} label="Invitations" none="There are none." keyOf={({ id }) => id}>
          {(invitation) => (
            <InvitationLine administration={administration} invitation={invitation} ended={pages.reload} />
          )}
        </PagedList>
      </section>
    </>
  )
}

function NewInvitation({ administration, made }: Props & { made(): void }) {
  const uses = useRef<HTMLInputElement>(null)
  const days = useRef<HTMLInputElement>(null)
  const [link, setLink] = useState<MadeInvitation | undefined>(undefined)
  const task = useTask(async () => {
    const wanted = { uses: uses.current?.valueAsNumber ?? 1, lifetime: (days.current?.valueAsNumber ?? 7) * DAY }
    setLink(await administration.invite(wanted))
    made()
  })
  return (
    <section class="account-part" aria-label="A new invitation">
      <h2 class="account-title">A new invitation</h2>
      <TaskForm task={task} button={task.busy ? 'Making…' : 'Make a link'} done="" first={uses}>
        <div class="administered-fields">
          <label class="field">
            <span class="field-label">How many may use it</span>
            <input ref={uses} class="input" type="number" min={1} max={1000} defaultValue="1" required />
          </label>
          <label class="field">
            <span class="field-label">Days until it ends</span>
            <input ref={days} class="input" type="number" min={1} max={30} defaultValue="7" required />
          </label>
        </div>
      </TaskForm>
      {link && (
        <ShownLink
          key={link.id}
          address={window.location.origin + link.path}
          label="Send them this link. It is shown this once"
        />
      )}
    </section>
  )
}

interface LineProps extends Props {
  readonly invitation: MadeBefore
  ended(): void
}

function InvitationLine({ administration, invitation, ended }: LineProps) {
  const { id, usesLeft, expiresAt, madeAt } = invitation
  const task = useTask(async () => {
    await administration.withdraw(id)
    ended()
  })
  const uses = usesLeft === 1 ? 'One more use' : `${usesLeft} more uses`
  return (
    <div class="account-session">
      <div class="account-session-words">
        <p>
          {uses}, until {timeWords(expiresAt)}
        </p>
        <p class="soft">Made on {timeWords(madeAt)}</p>
        <Problem words={task.problem} />
      </div>
      <button
        type="button"
        class="button button-small"
        onClick={task.run}
        aria-disabled={task.busy}
        aria-label={`End the invitation made on ${timeWords(madeAt)}`}
      >
        End it
      </button>
    </div>
  )
}
