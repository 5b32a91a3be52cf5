import { useCallback, useLayoutEffect, useState } from 'preact/hooks'
import { type OpenedRoomLink, roomDoors } from '../../client/room-doors.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { GuestForm } from '../guest-form.tsx'
import { createLinkApi } from '../link-api.ts'
import { NewAccountForm } from '../link-forms.tsx'
import { LinkFrame } from '../link-frame.tsx'
import { useRouter } from '../page-context.ts'
import type { PageModel } from '../page-model.ts'
import type { Session } from '../session-store.ts'
import { SignInFields } from '../sign-in-fields.tsx'
import type { Site } from '../site-api.ts'
import { toSocDrawError } from '../to-soc-draw-error.ts'
import { useTask } from '../use-task.ts'

interface Props {
  readonly code: string
  readonly model: PageModel
}

/** A link into a room: whoever is not signed in does that first, and goes on here. */
export function RoomLinkPage({ code, model }: Props) {
  const phase = useSubscription(model, () => model.phase)
  switch (phase.kind) {
    case 'visiting':
      return <ComeIn code={code} session={phase.visit.session} />
    case 'signed-out':
      return <SignInFirst model={model} site={phase.site} />
    case 'unreachable':
      return <LinkFrame title="A link" problem={phase.error.message} leave="To the rooms" />
    case 'loading':
      return <LinkFrame title="A link" leave="To the rooms" busy />
  }
}

function ComeIn({ code, session: { token, user } }: { code: string; session: Session }) {
  const router = useRouter()
  const [doors] = useState(() => roomDoors(window.location.origin + router.href({ page: 'lobby' }), { token }))
  const [link, setLink] = useState<OpenedRoomLink | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const look = useCallback(async (): Promise<void> => {
    try {
      setLink(await doors.lookAtLink(code))
    } catch (error) {
      setProblem(`${toSocDrawError(error).message} Whoever gave it to you can make another.`)
    }
  }, [doors, code])
  useLayoutEffect(() => void look(), [look])
  const task = useTask(async () => {
    const { room } = await doors.useLink(code)
    // In the place of the link, so that the way back does not lead to one that was used.
    window.location.replace(router.href({ page: 'room', application: room.application, room: room.id, people: false }))
  })
  const busy = link === undefined && problem === undefined
  return (
    <LinkFrame
      title={link ? link.room.name : 'A link into a room'}
      problem={problem ?? task.problem}
      leave={link ? 'Not now' : 'To the rooms'}
      busy={busy}
    >
      {link && (
        <>
          <p class="soft">
            {link.mayEnter ? 'You may enter this room.' : 'You are invited to this room.'} You are signed in as{' '}
            <strong>
              <bdi>{user.name}</bdi>
            </strong>
            .
          </p>
          <button type="button" class="button button-strong" onClick={task.run} aria-disabled={task.busy}>
            {task.busy ? 'Coming in…' : 'Come in'}
          </button>
        </>
      )}
    </LinkFrame>
  )
}

function SignInFirst({ model, site }: { model: PageModel; site: Site }) {
  const router = useRouter()
  const [making, setMaking] = useState(false)
  const [api] = useState(() => createLinkApi(router.href({ page: 'lobby' }), ''))
  const [error, setError] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const signIn: Parameters<typeof SignInFields>[0]['signIn'] = async (form) => {
    if (busy) return
    setBusy(true)
    setError(undefined)
    await model.signIn(form).catch((thrown: unknown) => setError(toSocDrawError(thrown).message))
    setBusy(false)
  }
  const begin = (session: Session, stay: boolean): void => {
    model.keep(session, stay)
    // Anew, at the same link, so that nothing of whoever was signed in here before goes on.
    window.location.reload()
  }
  return (
    <LinkFrame title="You are invited to a room" leave="Not now">
      {making ? (
        <NewAccountForm api={api} kind="open" begin={begin} />
      ) : (
        <>
          <p class="soft">Sign in first: you go on here.</p>
          <SignInFields error={error} busy={busy} signIn={signIn} />
        </>
      )}
      {site.signUp && (
        <button type="button" class="button button-quiet" onClick={() => setMaking(!making)}>
          {making ? 'I have an account' : 'Make an account'}
        </button>
      )}
      {site.guests && !making && <GuestForm begin={(session) => model.begin(session, true)} />}
    </LinkFrame>
  )
}
