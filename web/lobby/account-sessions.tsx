import { useId } from 'preact/hooks'
import type { Account, OwnSession } from '../client/account.ts'
import { browserWords } from './browser-words.ts'
import { AlertIcon } from './drawings/icons.tsx'
import { useTask } from './use-task.ts'

interface Props {
  readonly account: Account
  readonly sessions: readonly OwnSession[]
  /** Some may have ended: they are to be asked for anew. */
  changed(): Promise<void>
}

/** Where one is signed in, and what ends that. */
export function AccountSessions({ account, sessions, changed }: Props) {
  const title = useId()
  const task = useTask(async () => {
    await account.endOtherSessions()
    await changed()
  })
  return (
    <section class="account-part" aria-labelledby={title}>
      <h2 id={title} class="account-title">
        Where you are signed in
      </h2>
      <p class="soft">Each ends by itself when it was not used for 30 days, and after 90 days in any case.</p>
      <ul class="account-sessions">
        {sessions.map((session) => (
          <SessionLine key={session.id} account={account} session={session} changed={changed} />
        ))}
      </ul>
      <Problem words={task.problem} />
      {sessions.length > 1 && (
        <div class="account-act">
          <button type="button" class="button" onClick={task.run} aria-disabled={task.busy}>
            {task.busy ? 'Signing out…' : 'Sign out everywhere else'}
          </button>
        </div>
      )}
    </section>
  )
}

function SessionLine({ account, session, changed }: Pick<Props, 'account' | 'changed'> & { session: OwnSession }) {
  const { id, own, browser, address, begunAt, usedAt } = session
  const task = useTask(async () => {
    await account.endSession(id)
    await changed()
  })
  const what = browser === '' ? 'An unknown browser' : browserWords(browser)
  return (
    <li class="account-session">
      <div class="account-session-words">
        <p>
          <strong>{what}</strong>
          {address !== '' && <span class="soft"> from {address}</span>}
        </p>
        <p class="soft">
          {own ? 'This one' : `Last used ${time(usedAt)}`}
          {begunAt > 0 && `, since ${time(begunAt)}`}
        </p>
        <Problem words={task.problem} />
      </div>
      {!own && (
        <button
          type="button"
          class="button button-small"
          onClick={task.run}
          aria-disabled={task.busy}
          aria-label={`Sign out ${what}, last used ${time(usedAt)}`}
        >
          Sign out
        </button>
      )}
    </li>
  )
}

function Problem({ words }: { words: string | undefined }) {
  return (
    <p class={words === undefined ? 'problem unseen' : 'problem'} role="alert">
      {words !== undefined && <AlertIcon />}
      {words}
    </p>
  )
}

function time(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}
