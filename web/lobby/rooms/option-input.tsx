import { FormField } from './form-field.tsx'
import type { OptionField } from './option-fields.ts'
import { readJson } from './read-options.ts'

interface Props {
  readonly field: OptionField
  readonly text: string
  readonly error: string | undefined
  change(text: string): void
}

/** One of an application's options. */
export function OptionInput({ field, text, error, change }: Props) {
  const { label, about, kind } = field
  if (kind.as === 'switch') {
    return (
      <div class="field">
        <label class="check">
          <input
            type="checkbox"
            checked={text === 'true'}
            onChange={(event) => change(String(event.currentTarget.checked))}
          />
          {label}
        </label>
        {about !== undefined && <p class="soft">{about}</p>}
      </div>
    )
  }
  return (
    <FormField label={label} hint={hintOf(field)} error={error}>
      {(described) => {
        const common = { ...described, value: text, class: 'input' }
        const typed = (event: { currentTarget: { value: string } }): void => change(event.currentTarget.value)
        if (kind.as === 'choice') {
          return (
            <select {...common} onChange={typed}>
              {text === '' && <option value="">Not chosen</option>}
              {kind.choices.map((choice) => (
                <option key={choice} value={choice}>
                  {String(readJson(choice))}
                </option>
              ))}
            </select>
          )
        }
        if (kind.as === 'lines' || kind.as === 'json')
          return <textarea {...common} rows={4} dir="auto" onInput={typed} />
        return <input {...common} dir="auto" inputMode={kind.as === 'number' ? 'decimal' : 'text'} onInput={typed} />
      }}
    </FormField>
  )
}

function hintOf({ about, kind }: OptionField): string {
  const words = about === undefined ? [] : [about]
  if (kind.as === 'number') words.push(rangeWords(kind.min, kind.max))
  if (kind.as === 'lines') words.push('One in each line.')
  if (kind.as === 'json') words.push('As JSON.')
  return words.join(' ')
}

function rangeWords(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}.`
  if (min !== undefined) return `At least ${min}.`
  return max === undefined ? '' : `At most ${max}.`
}
