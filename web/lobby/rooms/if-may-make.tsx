import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type OwnUser, account as openAccount } from '../../client/account.ts'
import { useRouter } from '../page-context.ts'
import type { Visit } from '../visit.ts'

interface Props {
  readonly visit: Visit
  readonly makers: NonNullable<Visit['makeRooms']>
  readonly children: ComponentChildren
}

/** Asked once in a visit, however many lobbies there are. */
const asked = new WeakMap<Visit, Promise<OwnUser>>()

/** For whoever may make rooms where not everybody may. What it shows, the server decides again. */
export function IfMayMake({ visit, makers, children }: Props) {
  const router = useRouter()
  const [may, setMay] = useState(false)
  useEffect(() => {
    let gone = false
    const ask = async (): Promise<void> => {
      const { token } = visit.session
      const own =
        asked.get(visit) ?? openAccount(window.location.origin + router.href({ page: 'lobby' }), { token }).get()
      asked.set(visit, own)
      const { roles } = await own
      const has = (role: string): boolean => roles.includes(role)
      const may = makers === 'everyone' ? !has('guest') : makers === 'moderators' && has('moderator')
      if (!gone) setMay(may || has('administrator'))
    }
    ask().catch((error: unknown) => console.error('Whether one may make rooms is not known.', error))
    return () => {
      gone = true
    }
  }, [router, visit, makers])
  return may ? children : null
}
