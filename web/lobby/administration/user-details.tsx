import { useState } from 'preact/hooks'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import type { AccountRole, Administration, MadeLink, OtherUser } from '../../client/administration.ts'
import { Problem } from '../problem.tsx'
import { useTask } from '../use-task.ts'
import { ShownLink } from './shown-link.tsx'
import { timeWords } from './time-words.ts'
import { UserSessions } from './user-sessions.tsx'

const ROLES: readonly AccountRole[] = ['administrator', 'moderator']
const ROLE_WORDS = {
  administrator: 'Administrator: sees every room, and all that stands here',
  moderator: 'Moderator: makes rooms where not everybody may',
} as const satisfies Record<AccountRole, string>

export interface UserProps {
  readonly administration: Administration
  readonly user: OtherUser
  /** Whether it is the one who looks at this. */
  readonly own: boolean
  changed(user: OtherUser): void
}

/** What can be done about a user. */
export function UserDetails(props: UserProps) {
  const { administration, user, own } = props
  const guest = user.roles.includes('guest')
  return (
    <div class="administered-details">
      {user.createdAt !== null && <p class="soft">Made on {timeWords(user.createdAt)}.</p>}
      {guest ? (
        <p class="soft">A guest: without a password and roles, and gone after a day unused.</p>
      ) : (
        <fieldset class="administered-roles">
          <legend class="field-label">Roles on the server</legend>
          {ROLES.map((role) => (
            <RoleBox key={role} {...props} role={role} />
          ))}
        </fieldset>
      )}
      {!own && <Shutting {...props} />}
      {!user.disabled && !guest && <Reset administration={administration} username={user.username} />}
      <UserSessions administration={administration} username={user.username} />
    </div>
  )
}

/** Changes the user as they were seen last; where somebody else was quicker, shows what they are now, and rejects with words of that. */
async function orAsItIs(change: () => Promise<OtherUser>, props: UserProps): Promise<OtherUser> {
  try {
    return await change()
  } catch (error) {
    if (!(error instanceof SocDrawError) || error.code !== 'CHANGED_MEANWHILE') throw error
    props.changed(await props.administration.user(props.user.username))
    throw new SocDrawError(
      'CHANGED_MEANWHILE',
      'Somebody else was quicker, so nothing was changed: it is shown as it is now.',
    )
  }
}

function RoleBox(props: UserProps & { readonly role: AccountRole }) {
  const { administration, user, changed, role } = props
  const has = (each: AccountRole): boolean => user.roles.includes(each)
  const task = useTask(async () => {
    const roles = ROLES.filter((each) => has(each) !== (each === role))
    changed(await orAsItIs(() => administration.setRoles(user.username, roles), props))
  })
  return (
    <>
      <label class="administered-role">
        <input
          type="checkbox"
          checked={has(role)}
          aria-disabled={task.busy}
          onClick={(event) => {
            // It shows what is so, which the answer says.
            event.preventDefault()
            task.run()
          }}
        />
        {ROLE_WORDS[role]}
      </label>
      <Problem words={task.problem} />
    </>
  )
}

function Shutting(props: UserProps) {
  const { administration, user, changed } = props
  const task = useTask(async () =>
    changed(await orAsItIs(() => administration.disable(user.username, !user.disabled), props)),
  )
  return (
    <>
      <div class="account-act">
        <button
          type="button"
          class={user.disabled ? 'button' : 'button button-danger'}
          onClick={task.run}
          aria-disabled={task.busy}
        >
          {user.disabled ? 'Enable the account' : 'Disable the account'}
        </button>
        <span class="soft">
          {user.disabled ? 'It can’t sign in.' : 'Signs it out everywhere at once, and lets it in no more.'}
        </span>
      </div>
      <Problem words={task.problem} />
    </>
  )
}

function Reset({ administration, username }: { readonly administration: Administration; readonly username: string }) {
  const [link, setLink] = useState<MadeLink | undefined>(undefined)
  const task = useTask(async () => setLink(await administration.resetLink(username)))
  return (
    <>
      <div class="account-act">
        <button type="button" class="button" onClick={task.run} aria-disabled={task.busy}>
          Make a link to set a new password
        </button>
      </div>
      <Problem words={task.problem} />
      {link && (
        <ShownLink
          address={window.location.origin + link.path}
          label={`For ${username} alone, until ${timeWords(link.expiresAt)}. It is shown this once`}
        />
      )}
    </>
  )
}
