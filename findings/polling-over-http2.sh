#!/usr/bin/env bash
# socket.io 4.8.4 (engine.io 6.6.12), HTTP long-polling over HTTP/2, seen without soc-draw:
# on a server of node:http2, by default, the first answer of 1 KB or more to a client that accepts gzip ends the session.
# The client gets that answer, whole and with status 200; the server has meanwhile closed the session ('transport error'),
# and the next poll gets 400, 'Session ID unknown'. Smaller answers are not compressed, and hold; over HTTP/1.1 all hold.
# Why it matters: browsers open a session by polling, and what a room sends first, its state, easily has 1 KB. In Chromium
# the client then connects, gets the state and is thrown out, over and over, before it has gone over to WebSocket; and only
# where the page came over HTTP/2 from Node, so not on a developer's machine.
# What to do: `httpCompression: false`. Let a proxy compress, if anything has to.
# Needs openssl, for a certificate; without it, it says that it is skipped. Fails when the libraries behave otherwise.
set -euo pipefail
if ! command -v openssl >/dev/null; then
  echo 'skipped: no openssl is installed'
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund socket.io@4.8.4 engine.io@6.6.12
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -keyout key.pem -out certificate.pem 2>/dev/null
cat > seen.mjs <<'JS'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createSecureServer } from 'node:http2'
import { Agent, request } from 'node:https'
import { gunzipSync } from 'node:zlib'
import { Server } from 'socket.io'

const PATH = '/socket.io/?EIO=4&transport=polling'
const [key, cert] = ['key.pem', 'certificate.pem'].map((file) => readFileSync(file))
const wrong = []
const see = (what, seen, expected) => {
  console.log(`  ${what}: ${seen}`)
  if (seen !== expected) wrong.push(`${what} was ${expected}`)
}

async function answerOf(stream, status, encoding) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  return { status, encoding, text: (encoding === 'gzip' ? gunzipSync(body) : body).toString() }
}

function overHttp2(port) {
  const session = connect(`https://localhost:${port}`, { ca: cert })
  const ask = async (path, method, body) => {
    const stream = session.request({ ':path': path, ':method': method, 'accept-encoding': 'gzip' })
    stream.end(body)
    const [headers] = await once(stream, 'response')
    return answerOf(stream, headers[':status'], headers['content-encoding'])
  }
  return { ask, close: () => session.destroy() }
}

function overHttp1(port) {
  const agent = new Agent({ ca: cert, keepAlive: true })
  const ask = async (path, method, body) => {
    const asked = request({ host: 'localhost', port, path, method, agent, headers: { 'accept-encoding': 'gzip' } })
    asked.end(body)
    const [answer] = await once(asked, 'response')
    return answerOf(answer, answer.statusCode, answer.headers['content-encoding'])
  }
  return { ask, close: () => agent.destroy() }
}

/** What a client sees that opens a session, is sent so many bytes at once, and a second message later. */
async function poll(over, options, bytes) {
  const http = createSecureServer({ key, cert, allowHTTP1: true })
  const io = new Server(http, options)
  let reason = 'none'
  io.on('connection', (socket) => {
    socket.on('disconnect', (why) => {
      reason = why
    })
    socket.on('more', () => socket.emit('second'))
    socket.emit('first', 'x'.repeat(bytes))
  })
  http.listen(0, 'localhost')
  await once(http, 'listening')
  const { ask, close } = over(http.address().port)
  const { sid } = JSON.parse((await ask(PATH, 'GET')).text.slice(1))
  await ask(`${PATH}&sid=${sid}`, 'POST', '40')
  const first = await ask(`${PATH}&sid=${sid}`, 'GET')
  await ask(`${PATH}&sid=${sid}`, 'POST', '42["more"]')
  const second = await ask(`${PATH}&sid=${sid}`, 'GET')
  const seen = { first, second, reason }
  close()
  io.close()
  return seen
}

async function holds(over, options, bytes, encoding) {
  const { first, second, reason } = await poll(over, options, bytes)
  see('first answer', `${first.status} ${first.encoding}`, `200 ${encoding}`)
  see('second answer', `${second.status} ${second.text}`, '200 42["second"]')
  see('disconnected', reason, 'none')
}

for (const name of ['socket.io', 'engine.io']) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)
}
console.log('Node', process.version)
console.log('Expected: the second message arrives, whatever the version of HTTP, the size, and the compression.')

console.log('HTTP/1.1, 2,000 bytes, default options')
await holds(overHttp1, {}, 2_000, 'gzip')
console.log('HTTP/2, 100 bytes, default options')
await holds(overHttp2, {}, 100, undefined)
console.log('HTTP/2, 2,000 bytes, httpCompression: false')
await holds(overHttp2, { httpCompression: false }, 2_000, undefined)
console.log('HTTP/2, 2,000 bytes, default options')
const { first, second, reason } = await poll(overHttp2, {}, 2_000)
see('first answer', `${first.status} ${first.encoding}`, '200 gzip')
see('which is whole', first.text.endsWith(`["first","${'x'.repeat(2_000)}"]`), true)
see('second answer', `${second.status} ${second.text}`, '400 {"code":1,"message":"Session ID unknown"}')
see('disconnected', reason, 'transport error')

if (wrong.length > 0) {
  console.error(`changed: ${wrong.join('; ')}`)
  process.exit(1)
}
JS
timeout 60 node seen.mjs
