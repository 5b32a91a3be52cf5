import { Validator } from '@seriousme/openapi-schema-validator'
import { expect } from 'chai'
import Fastify from 'fastify'
import { addRoutes, type RouteParts } from '../../server/http/create-http.ts'
import { ERRORS } from '../../server/protocol/errors.ts'
import type { ApiDocument } from './api-checks.ts'
import { answerCheck, operationOf } from './api-checks.ts'
import { deskParts } from './desk-double.ts'
import { createAdasAccounts, NOT_FOUND, useHttp } from './http-harness.ts'

const notAsked = () => expect.fail('nobody asks for it')

describe('the API’s document', () => {
  const open = useHttp()

  /** All routes that there can be, as they were registered. */
  async function allRoutes(change: Partial<RouteParts> = {}) {
    const { accounts } = await createAdasAccounts()
    const app = Fastify()
    const registered: { method: string; url: string }[] = []
    app.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) registered.push({ method: each, url })
    })
    const site = { applications: [], demo: null }
    await addRoutes(app, {
      basePath: '/',
      accounts,
      signUp: 'open',
      guests: true,
      signInLimit: 10,
      rooms: deskParts().rooms,
      doors: { links: notAsked, knocks: notAsked },
      site,
      ready: () => undefined,
      document: true,
      ...change,
    })
    const document = (await app.inject('/api/openapi.json')).json<ApiDocument>()
    await app.close()
    return { registered, document }
  }

  it('is one of OpenAPI 3.1, by its schema', async () => {
    const { document } = await allRoutes()
    expect(document.openapi).to.match(/^3\.1\./)
    const result = await new Validator().validate({ ...structuredClone(document) })
    expect(result.errors ?? []).to.deep.equal([])
    expect(result.valid).to.equal(true)
    const broken = await new Validator().validate({ ...structuredClone(document), paths: { '/': { get: 'nothing' } } })
    expect(broken.valid).to.equal(false)
  })

  it('tells of every route that is registered, and of none that is not', async () => {
    const { registered, document } = await allRoutes({ cors: { origin: 'https://example.org' } })
    const there = registered
      .filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS')
      // The pages to read it are no part of it.
      .filter(({ url }) => !/^\/api\/docs(\/|$)/.test(url))
      .map(({ method, url }) => `${method.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`)
    const told = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    )
    expect(there.length).to.be.at.least(15)
    expect(told).to.have.members(there)
  })

  it('names each operation once, in the project’s words, and says what it does', async () => {
    const { document } = await allRoutes()
    const operations = Object.values(document.paths).flatMap((each) => Object.values(each))
    const ids = operations.map(({ operationId }) => operationId)
    expect(ids).to.include.members(['signIn', 'signOut', 'signUp', 'showAccount', 'endSession', 'isReady'])
    expect(new Set(ids).size).to.equal(ids.length)
    for (const { operationId, summary, tags } of operations) {
      expect(operationId).to.match(/^[a-z][A-Za-z]+$/)
      expect(summary, operationId).to.match(/^[A-Z].*\.$/)
      expect(tags, operationId).to.have.length(1)
    }
  })

  it('has the one table of errors, and each refusal of an operation below its status', async () => {
    const { document } = await allRoutes()
    const table = document.components.schemas.ErrorCode as { oneOf: object[] }
    expect(
      table.oneOf.map((each) => {
        const { description, ...row } = each as { description: string }
        expect(description).to.be.a('string')
        return row
      }),
    ).to.deep.equal(
      Object.entries(ERRORS).map(([code, { message, status, retryable }]) => ({
        const: code,
        title: message,
        'x-status': status,
        'x-retryable': retryable,
      })),
    )
    const responses = document.paths['/api/account/password']?.put?.responses ?? {}
    expect(Object.keys(responses)).to.have.members(['204', '400', '401', '403', '413', '429', '500'])
    expect(JSON.stringify(responses[403])).to.include('WRONG_PASSWORD').and.not.include('UNAUTHENTICATED')
    expect(JSON.stringify(responses[401])).to.include('UNAUTHENTICATED').and.not.include('WRONG_CREDENTIALS')
  })

  it('stands below the path at which the server stands, and tells of that', async () => {
    const { app } = await open({ basePath: '/draw/' })
    const document = (await app.inject('/draw/api/openapi.json')).json<ApiDocument>()
    expect(document.servers).to.deep.equal([{ url: '/draw' }])
    expect(Object.keys(document.paths)).to.include.members(['/api/site', '/readyz'])
    expect((await app.inject('/api/openapi.json')).statusCode).to.equal(404)
  })

  it('is to be read in a browser, by pages that keep to the policy of all pages', async () => {
    const { app } = await open({ basePath: '/draw/' })
    const page = await app.inject('/draw/api/docs')
    expect(page.statusCode).to.equal(200)
    expect(page.headers['content-security-policy']).to.match(/^default-src 'self';/)
    expect(page.body, 'no script or style in the page itself').not.to.match(/<script>|<style|style=|\son\w+=/)
    const named = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address)
    expect(named.length).to.be.at.least(5)
    for (const address of named) {
      expect(address).to.match(/^\/draw\/api\/docs\//)
      expect((await app.inject(address)).statusCode, address).to.equal(200)
    }
    const read = (await app.inject('/draw/api/docs/json')).json()
    expect(read).to.deep.equal((await app.inject('/draw/api/openapi.json')).json())
    expect((await app.inject('/draw/api/docs/static/none.js')).json()).to.deep.equal(NOT_FOUND)
  })

  it('is not there where nobody asks for it', async () => {
    const app = Fastify()
    await addRoutes(app, { basePath: '/', signInLimit: 10, ready: () => undefined })
    expect((await app.inject('/healthz')).statusCode).to.equal(200)
    for (const path of ['openapi.json', 'docs', 'docs/'])
      expect((await app.inject(`/api/${path}`)).statusCode, path).to.equal(404)
    await app.close()
  })

  it('tells of soc-draw’s routes alone where a host documents its own, and leaves the host’s as they are', async () => {
    const { default: swagger } = await import('@fastify/swagger')
    const host = Fastify()
    await host.register(swagger, { openapi: { info: { title: 'the host’s', version: '7' } } })
    host.get('/own', async () => 'own')
    const site = { applications: [], demo: null }
    await addRoutes(host, { basePath: '/', signInLimit: 10, site, document: true })
    const ours = (await host.inject('/api/openapi.json')).json<ApiDocument>()
    expect(Object.keys(ours.paths)).to.have.members(['/api/site', '/api/openapi.json'])
    const theirs = host.swagger()
    expect(theirs.info.title).to.equal('the host’s')
    expect(Object.keys(theirs.paths ?? {})).to.include.members(['/own', '/api/site'])
    await host.close()
  })

  it('is what each answer in these specs is held to: one that it does not tell of is found', async () => {
    const { document } = await allRoutes()
    const check = answerCheck(document)
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    const site = { method: 'GET', url: '/api/site?any' }
    const refusal = { error: { code: 'INTERNAL', message: 'no', retryable: false } }
    const answer = (statusCode: number, body: unknown) => ({ statusCode, headers, body: JSON.stringify(body) })
    check(site, answer(200, { applications: [], demo: null }))
    check(site, answer(500, refusal))
    check({ method: 'GET', url: '/elsewhere' }, answer(418, {}))
    for (const wrong of [
      answer(418, refusal),
      answer(200, { applications: [], demo: null, more: true }),
      answer(200, { applications: [] }),
      answer(500, { error: { ...refusal.error, code: 'NAME_TAKEN' } }),
      answer(500, { error: 'no' }),
      { ...answer(500, refusal), headers: { 'content-type': 'text/html' } },
    ])
      expect(() => check(site, wrong), JSON.stringify(wrong)).to.throw()
    expect(operationOf(document, { method: 'DELETE', url: '/api/account/sessions/any' })?.path).to.equal(
      '/api/account/sessions/{id}',
    )
  })
})
