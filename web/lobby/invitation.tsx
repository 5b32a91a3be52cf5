import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { CheckIcon } from './drawings/icons.tsx'
import { CopyIcon } from './drawings/room-icons.tsx'

/** How long the button says that it has copied, in milliseconds. */
const SAID = 3_000

interface Props {
  readonly address: string
  /** What to do with it. */
  readonly label?: string
}

/** An address that is to be sent to others: the room's, to those who are missing, unless it is said. */
export function Invitation({ address, label = 'Send them this room’s address' }: Props) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  const [byHand, setByHand] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SAID)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address)
      setCopied(true)
      setByHand(false)
    } catch {
      // Not allowed, or no secure address: selected, it is one key away.
      field.current?.focus()
      field.current?.select()
      setByHand(true)
    }
  }
  return (
    <div class="invitation">
      <label class="invitation-label" for={id}>
        {label}
      </label>
      <div class="invitation-row">
        <input
          ref={field}
          id={id}
          class="input"
          dir="ltr"
          readOnly
          value={address}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button" onClick={() => void copy()}>
          {copied ? <CheckIcon /> : <CopyIcon />}
          <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
        </button>
      </div>
      <p class="invitation-note" role="status">
        {byHand && `The browser lets no page copy here. The address is selected: ${copyWords()}.`}
      </p>
    </div>
  )
}

/** How one copies what is selected, on this device. */
function copyWords(): string {
  if (window.matchMedia('(pointer: coarse)').matches) return 'hold it, and choose Copy'
  return /mac/i.test(navigator.userAgent) ? 'press ⌘ C' : 'press Ctrl + C'
}
