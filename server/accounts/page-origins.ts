type One = boolean | string | RegExp

/** The other origins whose pages may come, as the package `cors` takes them. */
export type Origins =
  | One
  | One[]
  | ((origin: string | undefined, answer: (error: Error | null, allowed?: One | One[]) => void) => void)

/** What a browser says of the page that a request comes from; nobody's page can say otherwise. */
export interface PageHeaders {
  readonly origin?: string | undefined
  /** To whom the request was: what `Host` says, or a proxy that is trusted. */
  readonly host?: string | undefined
  /** `Sec-Fetch-Site`: today's browsers tell by it what a proxy's other `Host` hides. Over plain HTTP they leave it out. */
  readonly site?: string | undefined
}

/**
 * Whether a request may come from where it comes from: from no page at all, from one of the server's own origin, or from one
 * that `others` allow. Without `others` there are none; with one that says nothing of `origin`, all may.
 */
export async function mayCome(
  { origin, host, site }: PageHeaders,
  others: { readonly origin?: Origins | undefined } | undefined,
): Promise<boolean> {
  if (origin !== undefined && others && (await isAllowed(others.origin, origin))) return true
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

async function isAllowed(origins: Origins | undefined, origin: string): Promise<boolean> {
  return matches(typeof origins === 'function' ? await asked(origins, origin) : origins, origin)
}

function asked(origins: Extract<Origins, (...args: never) => unknown>, origin: string) {
  return new Promise<One | One[] | undefined>((resolve, reject) => {
    origins(origin, (error, allowed) => (error ? reject(error) : resolve(allowed)))
  })
}

/** As `cors` reads it: what is not given allows all. */
function matches(origins: One | One[] | undefined, origin: string): boolean {
  if (Array.isArray(origins)) return origins.some((one) => matches(one, origin))
  if (origins instanceof RegExp) return origins.test(origin)
  if (typeof origins === 'string') return origins === '*' || origins === origin
  return origins !== false
}
