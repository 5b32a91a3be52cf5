import { AlertIcon } from '../../drawings/icons.tsx'

/** Why something was refused; there before it is said, so that it is heard. */
export function Problem({ words }: { words: string | undefined }) {
  return (
    <p class={words === undefined ? 'problem unseen' : 'problem'} role="alert">
      {words !== undefined && <AlertIcon />}
      {words}
    </p>
  )
}
