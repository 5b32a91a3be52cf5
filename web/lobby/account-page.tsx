import '../styles/account.css'
import { useCallback, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { type OwnSession, type OwnUser, account as openAccount } from '../client/account.ts'
import { ColourForm } from './account-colour.tsx'
import { DeletionForm, NameForm, PasswordForm } from './account-forms.tsx'
import { AccountSessions } from './account-sessions.tsx'
import { AlertIcon, BackIcon } from './drawings/icons.tsx'
import { GuestEnd, SettleForm } from './guest-account.tsx'
import { useRouter } from './page-context.ts'
import { RouteLink } from './route-link.tsx'
import { toSocDrawError } from './to-soc-draw-error.ts'
import type { Visit } from './visit.ts'

interface Props {
  readonly visit: Visit
  /** What others see has changed. */
  changed(user: OwnUser): void
  signOut(): void
}

/** One's own account: name, password, sessions, the end of it. */
export function AccountPage({ visit, changed, signOut }: Props) {
  const router = useRouter()
  const { token } = visit.session
  const account = useMemo(
    () => openAccount(window.location.origin + router.href({ page: 'lobby' }), { token }),
    [router, token],
  )
  const [user, setUser] = useState<OwnUser | undefined>(undefined)
  const [sessions, setSessions] = useState<readonly OwnSession[]>([])
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const load = useCallback(async (): Promise<void> => {
    setProblem(undefined)
    try {
      const [own, all] = await Promise.all([account.get(), account.sessions()])
      setUser(own)
      setSessions(all)
    } catch (error) {
      setProblem(toSocDrawError(error).message)
    }
  }, [account])
  useLayoutEffect(() => void load(), [load])
  const settled = (own: OwnUser): void => {
    changed(own)
    void load()
  }
  return (
    <div class="account" aria-busy={user === undefined && problem === undefined}>
      <header class="bar">
        <RouteLink to={{ page: 'lobby' }} class="button button-icon bar-back" aria-label="Back to the rooms">
          <BackIcon />
        </RouteLink>
        <h1 id="room-title" class="bar-title bar-name" tabIndex={-1} data-focus-home>
          Your account
        </h1>
      </header>
      <div class="account-column">
        {problem !== undefined && (
          <div class="problem" role="alert">
            <AlertIcon />
            <span>{problem}</span>
            <button type="button" class="button button-small" onClick={() => void load()}>
              Try again
            </button>
          </div>
        )}
        {user?.roles.includes('guest') && (
          <>
            <p class="account-username">
              You are here as a guest, until you have been away for a day.
              {!visit.site.signUp &&
                ' Whoever invites you can make a link to an account, in which you stay who you are.'}
            </p>
            {visit.site.signUp && <SettleForm account={account} user={user} settled={settled} />}
            <NameForm account={account} signsIn={false} name={user.name} changed={changed} />
            <ColourForm account={account} user={user} changed={changed} />
            <GuestEnd signOut={signOut} />
          </>
        )}
        {user && !user.roles.includes('guest') && (
          <>
            <p class="account-username">
              You sign in as <strong>{user.username}</strong>
            </p>
            {user.roles.includes('administrator') && (
              <RouteLink to={{ page: 'administration' }} class="button">
                To the administration
              </RouteLink>
            )}
            <NameForm account={account} signsIn name={user.name} changed={changed} />
            <ColourForm account={account} user={user} changed={changed} />
            <PasswordForm account={account} username={user.username} changed={() => void load()} />
            <AccountSessions account={account} sessions={sessions} changed={load} />
            {!user.roles.includes('administrator') && (
              <DeletionForm account={account} username={user.username} deleted={signOut} />
            )}
          </>
        )}
      </div>
    </div>
  )
}
