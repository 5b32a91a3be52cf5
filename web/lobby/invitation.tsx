import { useEffect, useRef, useState } from 'preact/hooks'
import { CheckIcon, CopyIcon } from './drawings/icons.tsx'

/** How long the button says that it has copied, in milliseconds. */
const SAID = 3_000

/** The room's address, to be sent to those who are missing. */
export function Invitation({ address }: { address: string }) {
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SAID)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address)
      setCopied(true)
    } catch {
      // Not allowed, or no secure address: selected, it is one key away.
      field.current?.select()
    }
  }
  return (
    <div class="invitation">
      <label class="invitation-label" for="invitation">
        Send them this room’s address
      </label>
      <div class="invitation-row">
        <input
          ref={field}
          id="invitation"
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
    </div>
  )
}
