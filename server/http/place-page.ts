/** By this the page knows below which path it stands; without it, at the root. `web/lobby/base-path.ts` reads it. */
const META = 'base-path'

/**
 * A built page as it is handed out below `basePath`, which begins and ends with a slash. Vite's `base: './'` writes what
 * belongs to the page as `./assets/…`; an address such as `/chat/R:1` would look for it in the wrong place.
 */
export function placePage(html: string, basePath: string): string {
  return html
    .replace(/(\s(?:src|href)=["'])\.\//g, (_, attribute: string) => `${attribute}${basePath}`)
    .replace(/<head[^>]*>/i, (head) => `${head}\n    <meta name="${META}" content="${basePath}" />`)
}

/** The same for a page that Vite serves in development: what its hook `transformIndexHtml` is to add. */
export function basePathTag(basePath: string) {
  return { tag: 'meta', attrs: { name: META, content: basePath }, injectTo: 'head-prepend' } as const
}
