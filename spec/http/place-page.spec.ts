import { expect } from 'chai'
import { basePathTag, placePage } from '../../server/http/place-page.ts'

const BUILT = `<!doctype html>
<html lang="en">
  <head>
    <link rel="icon" href="./icon.svg" />
    <script type="module" crossorigin src="./assets/index-d41d8cd9.js"></script>
    <link rel='stylesheet' href='./assets/index-d41d8cd9.css'>
    <link rel="help" href="https://example.org/./help" />
  </head>
  <body><a href="/elsewhere">./as it is</a></body>
</html>`

describe('a built page', () => {
  it('finds its parts from whatever address it is opened at, and knows where it stands', () => {
    for (const path of ['/', '/rooms/', '/a/b/']) {
      expect(placePage(BUILT, path)).to.equal(
        BUILT.replaceAll('"./', `"${path}`)
          .replace("'./", `'${path}`)
          .replace('<head>', `<head>\n    <meta name="base-path" content="${path}" />`),
      )
    }
  })

  it('is told the same by Vite in development', () => {
    expect(basePathTag('/rooms/')).to.deep.equal({
      tag: 'meta',
      attrs: { name: 'base-path', content: '/rooms/' },
      injectTo: 'head-prepend',
    })
  })
})
