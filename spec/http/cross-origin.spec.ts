import { expect } from 'chai'
import { createAdasAccounts, PASSWORD, refusal, useHttp } from './http-harness.ts'

const NOT_FROM_THERE = refusal('FORBIDDEN', 'A page of another origin may not do that here.')

describe('what comes from pages of other origins', () => {
  const open = useHttp()

  async function signIn(parts: Parameters<typeof open>[0], headers: Readonly<Record<string, string>>) {
    const { accounts, hasher } = await createAdasAccounts()
    const { app } = await open({ accounts, ...parts })
    const payload = { username: 'ada', password: PASSWORD }
    const answer = await app.inject({ method: 'POST', url: '/api/sessions', payload, headers })
    return { answer, tried: hasher.verified.length }
  }

  it('changes nothing, unless they are allowed to', async () => {
    const other = { origin: 'https://other.example', host: 'draw.example' }
    const { answer, tried } = await signIn({}, other)
    expect([answer.statusCode, answer.json(), tried]).to.deep.equal([403, NOT_FROM_THERE, 0])
    const cors = { origin: ['https://other.example'] }
    const allowed = await signIn({ cors }, { ...other, 'sec-fetch-site': 'cross-site' })
    expect(allowed.answer.statusCode).to.equal(201)
    expect(allowed.answer.headers['access-control-allow-origin']).to.equal('https://other.example')
    expect((await signIn({ cors }, { origin: 'https://third.example' })).answer.statusCode).to.equal(403)
  })

  it('comes from the server’s own pages where Host says so, where a trusted proxy says so, or where the browser does', async () => {
    const origin = 'https://draw.example'
    const inside = { origin, host: '10.0.0.1:8089' }
    for (const [parts, headers, status] of [
      [{}, { origin, host: 'draw.example' }, 201],
      [{}, { origin: 'https://draw.example:8443', host: 'draw.example' }, 403],
      [{}, inside, 403],
      [{}, { ...inside, 'sec-fetch-site': 'same-origin' }, 201],
      [{}, { ...inside, 'sec-fetch-site': 'same-site' }, 403],
      [{}, { ...inside, 'x-forwarded-host': 'draw.example' }, 403],
      [{ trustProxy: 'loopback' }, { ...inside, 'x-forwarded-host': 'draw.example' }, 201],
    ] as const) {
      const { answer } = await signIn(parts, headers)
      expect(answer.statusCode, JSON.stringify(headers)).to.equal(status)
    }
  })

  it('is no matter for what no page sends, nor for what changes nothing', async () => {
    expect((await signIn({}, {})).answer.statusCode).to.equal(201)
    const { app } = await open()
    const headers = { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' }
    for (const method of ['GET', 'HEAD'] as const)
      expect((await app.inject({ method, url: '/api/site', headers })).statusCode).to.equal(200)
  })
})
