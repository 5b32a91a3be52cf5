/** The package has these types, under a name by which no compiler finds them. */
declare module 'unicode-confusables' {
  export function rectifyConfusion(text: string): string
}
