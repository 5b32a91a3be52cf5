import { useEffect, useState } from 'preact/hooks'
import { type Account, type OwnUser, account as openAccount } from '../client/account.ts'
import { useSubscription } from '../common/use-subscription.ts'
import { useRouter } from './page-context.ts'
import type { PageModel } from './page-model.ts'

/** Somebody who is here without an account. */
export interface Guest {
  readonly token: string
  readonly user: OwnUser
  readonly account: Account
}

/** The guest who is signed in here; undefined of anybody else, and until it is known. */
export function useGuest(model: PageModel): Guest | undefined {
  const router = useRouter()
  const phase = useSubscription(model, () => model.phase)
  const token = phase.kind === 'visiting' && phase.site.guests ? phase.visit.session.token : undefined
  const [guest, setGuest] = useState<Guest | undefined>(undefined)
  useEffect(() => {
    setGuest(undefined)
    if (token === undefined) return
    let gone = false
    const ask = async (): Promise<void> => {
      const account = openAccount(window.location.origin + router.href({ page: 'lobby' }), { token })
      const user = await account.get()
      if (!gone && user.roles.includes('guest')) setGuest({ token, user, account })
    }
    ask().catch((error: unknown) => console.error('Whether one is here as a guest is not known.', error))
    return () => {
      gone = true
    }
  }, [router, token])
  return guest
}
