import '../styles/account.css'
import { useCallback, useLayoutEffect, useState } from 'preact/hooks'
import { ROOM_CODE } from '../../server/protocol/link-path.ts'
import { RoomLinkPage } from './doors/room-link-page.tsx'
import { createLinkApi, type OpenedLink } from './link-api.ts'
import { NewAccountForm, ResetForm } from './link-forms.tsx'
import { LinkFrame } from './link-frame.tsx'
import { useRouter } from './page-context.ts'
import type { PageModel } from './page-model.ts'
import type { Session } from './session-store.ts'
import { toSocDrawError } from './to-soc-draw-error.ts'
import { useGuest } from './use-guest.ts'

interface Props {
  readonly code: string
  readonly model: PageModel
}

const TITLES = {
  reset: 'New password',
  'set-up': 'Set up this server',
  invitation: 'New account',
  open: 'New account',
} as const

/** What a link lets whoever opens it do, or that it can't be used; without a code, what the server lets anybody do. */
export function LinkPage(props: Props) {
  return props.code.startsWith(ROOM_CODE) ? <RoomLinkPage {...props} /> : <AccountLinkPage {...props} />
}

function AccountLinkPage({ code, model }: Props) {
  const router = useRouter()
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
  const guest = useGuest(model)
  const here = window.location.pathname
  const begin = (session: Session, stay: boolean): void => {
    model.keep(session, stay)
    // Anew, so that nothing of whoever was signed in here before goes on; and so that the way back does not lead to a link that was used.
    window.location.replace(here)
  }
  const another = code === '' ? '' : ' Whoever gave it to you can make another.'
  return (
    <LinkFrame
      title={link ? TITLES[link.kind] : 'A link'}
      problem={problem && problem + another}
      leave={link ? 'Not now' : 'To the rooms'}
      busy={link === undefined && problem === undefined}
    >
      {link?.kind === 'reset' && <ResetForm api={api} username={link.username ?? ''} begin={begin} />}
      {link && link.kind !== 'reset' && (
        <NewAccountForm key={guest?.token} api={api} kind={link.kind} guest={guest} begin={begin} />
      )}
    </LinkFrame>
  )
}
