import { useCallback, useLayoutEffect, useState } from 'preact/hooks'
import type { OwnSession } from '../../client/account.ts'
import type { Administration } from '../../client/administration.ts'
import { browserWords } from '../browser-words.ts'
import { Problem } from '../problem.tsx'
import { toSocDrawError } from '../to-soc-draw-error.ts'
import { useTask } from '../use-task.ts'
import { timeWords } from './time-words.ts'

interface Props {
  readonly administration: Administration
  readonly username: string
}

/** Where a user is signed in, and what ends all of that. */
export function UserSessions({ administration, username }: Props) {
  const [sessions, setSessions] = useState<readonly OwnSession[] | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const load = useCallback(async (): Promise<void> => {
    try {
      setSessions(await administration.sessions(username))
    } catch (error) {
      setProblem(toSocDrawError(error).message)
    }
  }, [administration, username])
  useLayoutEffect(() => void load(), [load])
  const task = useTask(async () => {
    await administration.endSessions(username)
    await load()
  })
  if (sessions?.length === 0) return <p class="soft">Signed in nowhere.</p>
  return (
    <>
      <ul class="administered-sessions" aria-label="Where they are signed in" aria-busy={sessions === undefined}>
        {sessions?.map((session) => (
          <li key={session.id}>{wordsOf(session)}</li>
        ))}
      </ul>
      <Problem words={problem ?? task.problem} />
      {sessions?.some(({ own }) => !own) && (
        <div class="account-act">
          <button type="button" class="button" onClick={task.run} aria-disabled={task.busy}>
            {sessions.some(({ own }) => own) ? 'Sign out everywhere else' : 'Sign out everywhere'}
          </button>
        </div>
      )}
    </>
  )
}

function wordsOf({ browser, address, usedAt, own }: OwnSession): string {
  const what = browser === '' ? 'An unknown browser' : browserWords(browser)
  const where = address === '' ? '' : ` from ${address}`
  return `${what}${where}, ${own ? 'this one' : `last used ${timeWords(usedAt)}`}`
}
