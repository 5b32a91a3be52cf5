#!/usr/bin/env bash
# Two things that readers of Standard Schema would not guess of its libraries, seen without soc-draw:
# 1. zod 4 answers a transform that throws by a promise, after it has run it twice: for a caller that works synchronously
#    the schema looks asynchronous, and what was thrown is only in the promise. `safeParse` throws it, having run once.
# 2. arktype 2 gives an issue's path as a kind of array whose `map` goes wrong: of a path of no parts it makes a list of one.
#    `Array.from(path)` is right.
# Fails when a library behaves otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund zod@4.6.7 arktype@2.2.9
cat > seen.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { type } from 'arktype'
import { z } from 'zod'

const versionOf = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version
const wrong = []
const see = (what, seen, expected) => {
  console.log(`${what}: ${seen}`)
  if (seen !== expected) wrong.push(`${what} was ${expected}`)
}

console.log(`zod ${versionOf('zod')}`)
let runs = 0
const schema = z.string().transform((text) => {
  runs++
  return JSON.parse(text)
})
const answer = schema['~standard'].validate('no JSON')
see('the answer is a promise', answer instanceof Promise, true)
see('which rejects with', await answer.then(() => 'nothing', ({ name }) => name), 'SyntaxError')
see('and the transform has run so many times', runs, 2)
runs = 0
let thrown = 'nothing'
try {
  schema.safeParse('no JSON')
} catch ({ name }) {
  thrown = name
}
see('safeParse throws', thrown, 'SyntaxError')
see('and the transform has run so many times', runs, 1)

console.log(`arktype ${versionOf('arktype')}`)
const [issue] = type({ list: 'number[]' })['~standard'].validate(5).issues
see('the path is an array', Array.isArray(issue.path), true)
see('of so many parts', issue.path.length, 0)
see('mapped it has', issue.path.map(String).length, 1)
see('copied by Array.from it has', Array.from(issue.path).length, 0)

if (wrong.length > 0) {
  console.error(`changed: ${wrong.join('; ')}`)
  process.exit(1)
}
JS
node seen.mjs
