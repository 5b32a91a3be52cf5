import { useState } from 'preact/hooks'
import type { Administration, OtherUser } from '../../client/administration.ts'
import { PagedList } from './paged-list.tsx'
import { usePages } from './use-pages.ts'
import { useSettled } from './use-settled.ts'
import { UserLine } from './user-line.tsx'

/** How long somebody pauses who has typed what they look for, in milliseconds. */
const PAUSE = 150

interface Props {
  readonly administration: Administration
  /** Their own id. */
  readonly own: string
}

/** Everybody, or those who are looked for. */
export function UsersTab({ administration, own }: Props) {
  const [search, setSearch] = useState('')
  const sought = useSettled(search, PAUSE)
  const pages = usePages<OtherUser>(async (after) => {
    const { users, next } = await administration.users({ search: sought, ...(after !== undefined && { after }) })
    return { items: users, next }
  }, sought)
  return (
    <section class="account-part" aria-label="Users">
      <label class="field">
        <span class="field-label">Find by name</span>
        <input
          class="input"
          type="search"
          value={search}
          maxLength={200}
          dir="auto"
          autocomplete="off"
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      </label>
      <PagedList pages={pages} label="Users" none="Nobody is called that." keyOf={({ id }) => id}>
        {(user) => (
          <UserLine
            administration={administration}
            user={user}
            own={user.id === own}
            changed={(changed) => pages.replace(changed, ({ id }) => id === changed.id)}
          />
        )}
      </PagedList>
    </section>
  )
}
