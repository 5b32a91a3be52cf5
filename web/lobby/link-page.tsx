import '../styles/account.css'
import { useCallback, useLayoutEffect, useState } from 'preact/hooks'
import { BrandMark } from './brand-mark.tsx'
import { AlertIcon } from './drawings/icons.tsx'
import { createLinkApi, type OpenedLink } from './link-api.ts'
import { NewAccountForm, ResetForm } from './link-forms.tsx'
import { useBrand, useRouter } from './page-context.ts'
import type { Session } from './session-store.ts'
import { toSocDrawError } from './to-soc-draw-error.ts'

interface Props {
  readonly code: string
  /** The page goes on in this session when it is loaded next; `stay`: so does the whole browser, beyond its end. */
  keep(session: Session, stay: boolean): void
}

const TITLES = {
  reset: 'New password',
  'set-up': 'Set up this server',
  invitation: 'New account',
  open: 'New account',
} as const

/** What a link lets whoever opens it do, or that it can't be used; without a code, what the server lets anybody do. */
export function LinkPage({ code, keep }: Props) {
  const router = useRouter()
  const { name } = useBrand()
  const [api] = useState(() => createLinkApi(router.href({ page: 'lobby' }), code))
  const [link, setLink] = useState<OpenedLink | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const look = useCallback(async (): Promise<void> => {
    setProblem(undefined)
    try {
      setLink(await api.look())
    } catch (error) {
      setProblem(toSocDrawError(error).message)
    }
  }, [api])
  useLayoutEffect(() => void look(), [look])
  const title = link ? TITLES[link.kind] : 'A link'
  useLayoutEffect(() => {
    document.title = `${title} – ${name}`
  }, [title, name])
  const here = window.location.pathname
  const begin = (session: Session, stay: boolean): void => {
    keep(session, stay)
    // Anew, so that nothing of whoever was signed in here before goes on; and so that the way back does not lead to a link that was used.
    window.location.replace(here)
  }
  return (
    <div class="sign-in">
      <main class="sign-in-main" aria-busy={link === undefined && problem === undefined}>
        <div class="sign-in-column">
          <p class="brand">
            <BrandMark size={24} /> {name}
          </p>
          <h1 class="sign-in-title">{title}</h1>
          {problem !== undefined && (
            <p class="message-box" role="alert">
              <AlertIcon />
              <span>
                {problem} {code !== '' && 'Whoever gave it to you can make another.'}
              </span>
            </p>
          )}
          {link?.kind === 'reset' && <ResetForm api={api} username={link.username ?? ''} begin={begin} />}
          {link && link.kind !== 'reset' && <NewAccountForm api={api} kind={link.kind} begin={begin} />}
          <a href={here} class="button button-quiet">
            {link ? 'Not now' : 'To the rooms'}
          </a>
        </div>
      </main>
    </div>
  )
}
