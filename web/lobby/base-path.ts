/** Where the server has put the page, with a slash at both ends: what it wrote into `index.html`, or else the root. */
export function basePathOf(document: Pick<Document, 'querySelector'>): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="base-path"]')
  return meta?.content || '/'
}
