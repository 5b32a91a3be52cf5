import { WATCH, type Watch } from '../../../server/protocol/room-operations.ts'
import type { RoomTerms } from '../../client/rooms.ts'
import { FormField } from './form-field.tsx'
import { fieldsOf, type OptionField } from './option-fields.ts'
import { OptionInput } from './option-input.tsx'
import { ALL_OPTIONS, type DraftErrors, type RoomDraft } from './room-draft.ts'

const MAX_NAME = 100

const WATCH_WORDS = {
  nobody: 'Nobody',
  members: 'Who has a role, an invitation or a seat',
  entrants: 'Whoever may enter',
  everybody: 'Everybody, also who may not enter',
} as const satisfies Record<Watch, string>

interface Props {
  readonly draft: RoomDraft
  readonly terms: RoomTerms
  readonly errors: DraftErrors
  change(change: Partial<RoomDraft>): void
}

/** What a room is. */
export function RoomFields(props: Props) {
  const { draft, terms, errors, change } = props
  return (
    <>
      <FormField label="Name" error={errors.name}>
        {(described) => (
          <input
            {...described}
            class="input"
            maxLength={MAX_NAME}
            dir="auto"
            autocomplete="off"
            value={draft.name}
            onInput={(event) => change({ name: event.currentTarget.value })}
          />
        )}
      </FormField>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.private}
          onChange={(event) => change({ private: event.currentTarget.checked })}
        />
        Private: only you and whom you invite see that it is there
      </label>
      <Bounds {...props} />
      {terms.spectators && (
        <FormField label="Who may watch" error={undefined}>
          {(described) => (
            <select
              {...described}
              class="input"
              value={draft.watch}
              onChange={({ currentTarget: { value } }) =>
                change({ watch: WATCH.find((each) => each === value) ?? draft.watch })
              }
            >
              {WATCH.map((watch) => (
                <option key={watch} value={watch}>
                  {WATCH_WORDS[watch]}
                </option>
              ))}
            </select>
          )}
        </FormField>
      )}
      {terms.options && <Options {...props} />}
    </>
  )
}

/** How many there must be, and may be. */
function Bounds({ draft, terms, errors, change }: Props) {
  const { min, max } = terms.players
  if (min === max) return null
  const field = (name: 'min' | 'max', label: string, own: number) => (
    <FormField label={label} error={errors[name]}>
      {(described) => (
        <input
          {...described}
          class="input"
          inputMode="numeric"
          autocomplete="off"
          placeholder={String(own)}
          value={draft[name]}
          onInput={(event) => change({ [name]: event.currentTarget.value })}
        />
      )}
    </FormField>
  )
  return (
    <fieldset class="room-bounds">
      <legend class="field-label">
        How many people{' '}
        <span class="soft">
          ({min} to {max})
        </span>
      </legend>
      {field('min', 'To start', min)}
      {field('max', 'At most', max)}
    </fieldset>
  )
}

/** The application's own options, or all of them as JSON where its schema does not say what they are. */
function Options({ draft, terms, errors, change }: Props) {
  const fields = fieldsOf(terms.schema) ?? [ALL]
  return (
    <>
      {fields.map((field) => (
        <OptionInput
          key={field.name}
          field={field}
          text={draft.options[field.name] ?? field.first}
          error={errors[`options.${field.name}`]}
          change={(text) => change({ options: { ...draft.options, [field.name]: text } })}
        />
      ))}
    </>
  )
}

const ALL: OptionField = {
  ...{ name: ALL_OPTIONS, label: 'Options', about: 'May be left empty.', required: false, first: '' },
  kind: { as: 'json' },
}
