import { useState } from 'preact/hooks'
import type { Administration, AuditedAct, AuditQuestion } from '../../client/administration.ts'
import { Problem } from '../problem.tsx'
import { useTask } from '../use-task.ts'
import { detailWords } from './audit-details.ts'
import { actorWords, actWords, THINGS } from './audit-words.ts'
import { PagedList } from './paged-list.tsx'
import { saveFile } from './save-file.ts'
import { timeWords } from './time-words.ts'
import { usePages } from './use-pages.ts'
import { useSettled } from './use-settled.ts'

/** How long somebody pauses who has typed whom they mean, in milliseconds. */
const PAUSE = 300

interface Filter {
  readonly what: string
  readonly who: string
  readonly user: string
  /** A day, as its field has it. */
  readonly since: string
}

const ALL: Filter = { what: '', who: '', user: '', since: '' }

/** What was done by those who may more than others. */
export function AuditTab({ administration }: { readonly administration: Administration }) {
  const [filter, setFilter] = useState(ALL)
  const settled = useSettled(filter, PAUSE)
  const pages = usePages<AuditedAct>(async (after) => {
    const { entries, next } = await administration.audit({
      ...questionOf(settled),
      ...(after !== undefined && { after }),
    })
    return { items: entries, next }
  }, JSON.stringify(settled))
  const task = useTask(async () => {
    saveFile(await administration.exportAudit({ ...questionOf(filter), format: 'csv' }), 'audit.csv')
  })
  return (
    <section class="account-part" aria-label="What was done">
      <AuditFilter filter={filter} changed={(change) => setFilter({ ...filter, ...change })} />
      <div class="account-act">
        <button type="button" class="button" onClick={task.run} aria-disabled={task.busy}>
          {task.busy ? 'Fetching…' : 'Save as a table'}
        </button>
        <span class="soft">Kept for 400 days.</span>
      </div>
      <Problem words={task.problem} />
      <PagedList pages={pages} label="What was done" none="Nothing of that kind was done." keyOf={keyOf}>
        {(act) => <AuditLine act={act} />}
      </PagedList>
    </section>
  )
}

interface FilterProps {
  readonly filter: Filter
  changed(change: Partial<Filter>): void
}

function AuditFilter({ filter, changed }: FilterProps) {
  return (
    <div class="administered-fields">
      <label class="field">
        <span class="field-label">What</span>
        <select class="input" value={filter.what} onChange={(event) => changed({ what: event.currentTarget.value })}>
          {THINGS.map(([thing, words]) => (
            <option key={thing} value={thing}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {(['who', 'user'] as const).map((name) => (
        <label key={name} class="field">
          <span class="field-label">{name === 'who' ? 'By whom' : 'To whom'}</span>
          <input
            class="input"
            value={filter[name]}
            maxLength={200}
            dir="auto"
            autocomplete="off"
            placeholder="A username"
            onInput={(event) => changed({ [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      <label class="field">
        <span class="field-label">Since</span>
        <input
          class="input"
          type="date"
          value={filter.since}
          onInput={(event) => changed({ since: event.currentTarget.value })}
        />
      </label>
    </div>
  )
}

function AuditLine({ act }: { readonly act: AuditedAct }) {
  const details = detailWords(act)
  return (
    <div class="account-session">
      <div class="account-session-words">
        <p>
          <strong>
            <bdi>{actorWords(act)}</bdi>
          </strong>{' '}
          {actWords(act)}
          {act.user !== null && (
            <>
              {' '}
              <bdi>{act.user.name ?? act.user.id}</bdi>
            </>
          )}
          {act.room !== null && (
            <>
              {act.user === null ? ' ' : ' in '}
              <bdi>{act.room}</bdi>
            </>
          )}
        </p>
        <p class="soft">
          {timeWords(act.at)}
          {details !== '' && ` · ${details}`}
        </p>
      </div>
    </div>
  )
}

function questionOf({ what, who, user, since }: Filter): AuditQuestion {
  const day = new Date(`${since}T00:00`).getTime()
  return {
    ...(what !== '' && { what }),
    ...(who.trim() !== '' && { who: who.trim() }),
    ...(user.trim() !== '' && { user: user.trim() }),
    ...(!Number.isNaN(day) && day >= 0 && { since: day }),
  }
}

/** No two are alike but those that were done in one moment, which nobody tells apart. */
function keyOf({ at, what, by, user, details }: AuditedAct): string {
  return JSON.stringify([at, what, by.id, user?.id, details])
}
