/** The page's styles are there to be imported for what they do: they export nothing. */
export {}
