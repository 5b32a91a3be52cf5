import { expect } from 'chai'
import fc from 'fast-check'
import { checkedUser, checkUserId, faultOfUserId, MAX_USER_ID } from '../../server/protocol/check-user.ts'
import { copyJson } from '../../server/state/json.ts'

/** As hosts' directories make them. */
const FROM_ELSEWHERE = [
  '1',
  'user:1',
  'Ann Example',
  'ann@example.com',
  'auth0|5f7c8ec7c33c6c004bbafe82',
  'https://accounts.example/users/17',
  'uid=ann,ou=people,dc=example,dc=com',
  '0f8fad5b-d9cb-469f-a165-70867728950e',
  '安',
  'length',
  'name',
  'u:constructor',
]

describe('a user who comes from outside', () => {
  it('has whatever id their directory gives', () => {
    for (const id of FROM_ELSEWHERE) expect(faultOfUserId(id), id).to.equal(undefined)
    expect(faultOfUserId('x'.repeat(MAX_USER_ID))).to.equal(undefined)
  })

  it('has no id that every object has already, and is told how to get in', () => {
    for (const id of [...Object.getOwnPropertyNames(Object.prototype), 'prototype']) {
      expect(() => checkUserId(id), id).to.throw(TypeError, `"${id}" can’t be the id of a user: every object has`)
      expect(() => checkUserId(`u:${id}`)).not.to.throw()
    }
  })

  it('has no other id that could not be stored, sent, read or told from the system’s', () => {
    const wrong = [
      '',
      17,
      null,
      undefined,
      {},
      ['ann'],
      '$system',
      'x'.repeat(301),
      'a\nb',
      'a\u0000',
      '\ud800',
      '\u202ea',
    ]
    for (const id of wrong) expect(() => checkUserId(id), String(id)).to.throw(TypeError)
    expect(() => checkUserId(17)).to.throw('String(id)')
    expect(() => checkUserId('\u202eevil'), 'what is invisible is escaped').to.throw('"\\u{202e}evil"')
    expect(() => checkUserId('long'.repeat(100_000))).to.throw(/^.{0,200}$/)
  })

  it('is safe as a key, whoever it is: nothing is found in a record before it is put there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...FROM_ELSEWHERE)), (id) => {
        fc.pre(faultOfUserId(id) === undefined)
        const points: Record<string, number> = {}
        expect(points[id]).to.equal(undefined)
        points[id] = (points[id] ?? 0) + 1
        expect(copyJson(points)).to.deep.equal({ [id]: 1 })
        expect(Object.keys(points)).to.deep.equal([id])
      }),
    )
  })

  it('has a name that people can read, and roles that are texts; nothing else of them is taken over', () => {
    const user = { id: 'ann', name: 'Ann', roles: ['helper'], password: 'never' }
    expect(checkedUser(user)).to.deep.equal({ id: 'ann', name: 'Ann', roles: ['helper'] })
    expect(checkedUser({ id: 'ann', name: 'אן 👩‍🚀' })).to.deep.equal({ id: 'ann', name: 'אן 👩‍🚀', roles: [] })
    for (const name of [undefined, null, 17, '', '  ', 'a\u202eb', 'a\nb', 'x'.repeat(101), 'x'.repeat(100_000)])
      expect(() => checkedUser({ id: 'ann', name })).to.throw(TypeError, /the name of the user "ann"/)
    for (const roles of ['administrator', [1], { administrator: true }])
      expect(() => checkedUser({ id: 'ann', name: 'Ann', roles })).to.throw(TypeError, 'roles')
    for (const color of ['red', '#fff', '#12345', '#1234567', 17, null, {}, 'url(//elsewhere)'])
      expect(checkedUser({ id: 'ann', name: 'Ann', color }), String(color)).not.to.have.property('color')
    expect(checkedUser({ id: 'ann', name: 'Ann', color: '#08F0a0' })).to.include({ color: '#08f0a0' })
    for (const nobody of [17, 'ann', true, undefined]) expect(() => checkedUser(nobody)).to.throw(TypeError, 'no user')
  })
})
