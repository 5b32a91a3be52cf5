import { AlertIcon } from './drawings/icons.tsx'

/** What went wrong; nothing to see as long as nothing did. It is there before it is said, so that it is heard. */
export function Problem({ words }: { readonly words: string | undefined }) {
  return (
    <p class={words === undefined ? 'problem unseen' : 'problem'} role="alert">
      {words !== undefined && <AlertIcon />}
      {words}
    </p>
  )
}
