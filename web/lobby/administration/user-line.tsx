import { useId, useState } from 'preact/hooks'
import { Avatar } from '../../common/avatar.tsx'
import { UserDetails, type UserProps } from './user-details.tsx'

/** A user, and below, once it is asked for, what can be done. */
export function UserLine(props: UserProps) {
  const { user, own } = props
  const [open, setOpen] = useState(false)
  const id = useId()
  const notes = [...user.roles, ...(user.disabled ? ['disabled'] : []), ...(own ? ['you'] : [])]
  return (
    <div class="administered">
      <div class="administered-line">
        <Avatar id={user.id} name={user.name} away={user.disabled} />
        <p class="account-session-words">
          <strong>
            <bdi>{user.name}</bdi>
          </strong>
          {user.username !== user.name && (
            <span class="soft">
              {' '}
              signs in as <bdi>{user.username}</bdi>
            </span>
          )}
          {notes.length > 0 && <span class="administered-notes">{notes.join(', ')}</span>}
        </p>
        <button
          type="button"
          class="button button-small"
          aria-expanded={open}
          aria-controls={id}
          aria-label={`Manage ${user.name}`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Close' : 'Manage'}
        </button>
      </div>
      <div id={id} hidden={!open}>
        {open && <UserDetails {...props} />}
      </div>
    </div>
  )
}
