#!/usr/bin/env bash
# Chromium, seen by way of playwright-core 1.65.1 and without soc-draw: it says of every request by Sec-Fetch-Site whether its
# page is of the same origin, and of no WebSocket's handshake. There is `Origin` alone.
# Why it matters: a server that asks Sec-Fetch-Site, since a proxy may have changed `Host`, takes its own page's polling and
# cannot tell its own page's WebSocket from another site's. Asked for strictly, it refuses all WebSockets; taken as "no page
# without it", it lets all in.
# What to do: where the header is not there, compare `Origin` with `Host`, and let whoever runs a proxy that changes `Host` name
# the page's origin.
# Needs a Chromium at /usr/bin/chromium, or where CHROMIUM says; without it, it says that it is skipped. Fails when it behaves otherwise.
set -euo pipefail
chromium=${CHROMIUM:-/usr/bin/chromium}
if ! [ -x "$chromium" ]; then
  echo 'skipped: no Chromium is installed'
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund playwright-core@1.65.1
cat > seen.mjs <<'JS'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'

const seen = {}
const said = ({ headers }) => `${headers['sec-fetch-site'] ?? 'no Sec-Fetch-Site'}, ${headers.origin ? 'an Origin' : 'no Origin'}`
const server = createServer((request, response) => {
  seen[`${request.method} ${request.url}`] = said(request)
  response.setHeader('content-type', 'text/html').end('<title>a page</title>')
})
server.on('upgrade', (request, socket) => {
  seen[`WebSocket ${request.url}`] = said(request)
  socket.destroy()
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()

const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox', '--disable-gpu'] })
console.log(`Chromium ${browser.version()}`)
const page = await browser.newPage()
await page.goto(`http://localhost:${port}/`)
// The same server by another name is another site.
for (const [path, host] of [['/own', 'localhost'], ['/other', '127.0.0.1']]) {
  await page.evaluate((url) => fetch(url, { method: 'POST', mode: 'no-cors' }).then(() => undefined), `http://${host}:${port}${path}`)
  await page.evaluate(
    (url) => new Promise((resolve) => { new WebSocket(url).onclose = () => resolve() }),
    `ws://${host}:${port}${path}`,
  )
}
await browser.close()
server.close()

const expected = {
  'POST /own': 'same-origin, an Origin',
  'WebSocket /own': 'no Sec-Fetch-Site, an Origin',
  'POST /other': 'cross-site, an Origin',
  'WebSocket /other': 'no Sec-Fetch-Site, an Origin',
}
for (const [what, was] of Object.entries(expected)) console.log(`  ${what}: ${seen[what]}`)
const wrong = Object.keys(expected).filter((what) => seen[what] !== expected[what])
if (wrong.length > 0) throw new Error(`it behaves otherwise: ${wrong.join(', ')}`)
JS
node seen.mjs "$chromium"
