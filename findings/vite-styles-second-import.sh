#!/usr/bin/env bash
# vite 8.3.8, the build's preload helper, seen in Chromium without soc-draw:
# where a lazy part's style sheet fails to load, `import()` rejects, 'Unable to preload CSS'. Another `import()` of the same
# part succeeds, without having asked for the style sheet again: the part runs without its styles. Taking the failed
# <link> out of the document changes nothing, since the helper remembers each address that it has once seen.
# Why it matters: a page of live rooms loads a room's part when somebody enters, often over a network that comes and goes.
# "Try again" on a failed import() then shows a board with no layout, on which one may draw at wrong places.
# What to do: after 'Unable to preload CSS' load the page anew, or append a <link> to the style sheet oneself and wait for
# its `load` before the second import(). Do not retry the import() alone.
# Needs Chromium (CHROMIUM_PATH, or at a usual place); without one it says that it is skipped. Fails when vite behaves otherwise.
set -euo pipefail
CHROMIUM_PATH=${CHROMIUM_PATH:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
export CHROMIUM_PATH
if [[ -z $CHROMIUM_PATH ]]; then
  echo 'skipped: no Chromium is installed (CHROMIUM_PATH says where one is)'
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund vite@8.3.8 playwright-core@1.65.1
echo '<!doctype html><link rel="icon" href="data:,"><p>A part</p><script type="module" src="/main.js"></script>' > index.html
echo "globalThis.load = () => import('./part.js').then(({ name }) => name, ({ message }) => message)" > main.js
printf '%s\n' "import './part.css'" "export const name = 'the part'" > part.js
echo 'p { color: rgb(1, 2, 3); }' > part.css
npx vite build --logLevel warn
cat > seen.mjs <<'JS'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { chromium } from 'playwright-core'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const wrong = []
const see = (what, seen, expected) => {
  console.log(`  ${what}: ${seen}`)
  if (seen !== expected) wrong.push(`${what} was ${expected}`)
}

let asked = 0
const server = createServer(({ url }, response) => {
  const file = url === '/' ? '/index.html' : url
  const failed = extname(file) === '.css' && ++asked === 1
  response.writeHead(failed ? 503 : 200, { 'content-type': TYPES[extname(file)], 'cache-control': 'no-store' })
  response.end(failed ? '' : readFileSync(join('dist', file)))
})
server.listen(0, 'localhost')
await once(server, 'listening')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH,
  args: ['--no-sandbox', '--disable-gpu'],
})

for (const name of ['vite', 'playwright-core']) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)
}
console.log('Chromium', browser.version())
console.log('Node', process.version)
console.log('Expected: each import() asks again for a style sheet that is not there yet, and succeeds only with it.')

const page = await browser.newPage()
const load = async () => (await page.evaluate(() => globalThis.load())).replace(/http.*/, '…')
const isStyled = () => page.evaluate(() => getComputedStyle(document.querySelector('p')).color === 'rgb(1, 2, 3)')
const open = async () => {
  await page.goto(`http://localhost:${server.address().port}/`)
  await page.waitForFunction(() => 'load' in globalThis)
}

await open()
console.log('The style sheet is answered by 503, once')
see('import() gives', await load(), 'Unable to preload CSS for …')
console.log('From now on it is there')
see('import() gives', await load(), 'the part')
see('the part is styled', await isStyled(), false)
see('the style sheet was asked for so many times', asked, 1)
console.log('Its link is taken out of the document')
const href = await page.evaluate(() => {
  const link = document.querySelector('link[rel=stylesheet]')
  link.remove()
  return link.href
})
see('import() gives', await load(), 'the part')
see('the part is styled', await isStyled(), false)
see('the style sheet was asked for so many times', asked, 1)
console.log('A link is appended by hand')
await page.evaluate(async (href) => {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href })
  const loaded = new Promise((resolve) => link.addEventListener('load', resolve))
  document.head.append(link)
  await loaded
}, href)
see('the part is styled', await isStyled(), true)
console.log('The page is loaded anew')
await open()
see('import() gives', await load(), 'the part')
see('the part is styled', await isStyled(), true)

await browser.close()
server.close()
if (wrong.length > 0) {
  console.error(`changed: ${wrong.join('; ')}`)
  process.exit(1)
}
JS
timeout 120 node seen.mjs
