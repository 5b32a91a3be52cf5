import type { ComponentProps } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { LINK_FRAGMENT } from '../../server/protocol/link-path.ts'
import { useSubscription } from '../common/use-subscription.ts'
import { accountChunk } from './account-chunk.ts'
import { BrandMark } from './brand-mark.tsx'
import { Chunk } from './chunk.ts'
import type { DemoUsers } from './demo-users.tsx'
import { AlertIcon } from './drawings/icons.tsx'
import { LatePart } from './late-part.tsx'
import { useBrand } from './page-context.ts'
import type { Session } from './session-store.ts'
import { SignInFields, type SignInForm } from './sign-in-fields.tsx'
import type { Site } from './site-api.ts'
import { toSocDrawError } from './to-soc-draw-error.ts'

/** In development only. */
const demoUsers = new Chunk(() => import('./demo-users.tsx'))
/** Who is signed in never sees it. */
const housePlan = new Chunk(() => import('./drawings/house-plan.tsx'))

interface Props {
  readonly site: Site
  /** Why somebody is here who did not sign out by themselves. */
  readonly notice: string | undefined
  signIn(form: SignInForm): Promise<void>
  /** A guest’s session has begun. */
  begin(session: Session): void
}

export function SignIn({ site, notice, signIn, begin }: Props) {
  const { name } = useBrand()
  const { error, busy, submit } = useSignIn(signIn)
  useLayoutEffect(() => {
    document.title = `Sign in – ${name}`
  }, [name])
  return (
    <div class="sign-in">
      <main class="sign-in-main">
        <div class="sign-in-column">
          <p class="brand">
            <BrandMark size={24} /> {name}
          </p>
          <h1 class="sign-in-title">Sign in</h1>
          {notice !== undefined && (
            <p class="message-box" role="status">
              <AlertIcon />
              <span>{notice}</span>
            </p>
          )}
          {site.demo !== null && <Demo demo={site.demo} busy={busy} signIn={submit} />}
          <SignInFields error={error} busy={busy} signIn={submit} />
          {site.signUp && (
            <a href={LINK_FRAGMENT} class="button button-quiet">
              Make an account
            </a>
          )}
          {site.guests && <LatePart chunk={accountChunk}>{(part) => <part.GuestForm begin={begin} />}</LatePart>}
        </div>
      </main>
      <Picture />
    </div>
  )
}

function Demo(props: ComponentProps<typeof DemoUsers>) {
  const part = useSubscription(demoUsers, () => demoUsers.part)
  useLayoutEffect(() => demoUsers.prefetch(), [])
  return part ? <part.DemoUsers {...props} /> : null
}

/** Beside the form, where there is room for it; nothing is amiss without it. */
function Picture() {
  const part = useSubscription(housePlan, () => housePlan.part)
  useLayoutEffect(() => housePlan.prefetch(), [])
  return <div class="sign-in-picture">{part && <part.HousePlan />}</div>
}

/** One attempt at a time; what went wrong with the last one stays until the next. */
function useSignIn(signIn: Props['signIn']) {
  const [error, setError] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  const submit = async (form: SignInForm): Promise<void> => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setError(undefined)
    try {
      await signIn(form)
    } catch (thrown) {
      setError(toSocDrawError(thrown).message)
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  return { error, busy, submit }
}
