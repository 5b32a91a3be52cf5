import { expect } from 'chai'
import { createPasswordPolicy } from '../../server/accounts/password-policy.ts'
import { refusalCode, rejection } from './rejection.ts'

describe('what passwords must be', function () {
  // What estimates them is loaded first.
  this.timeout(10_000)
  const policy = createPasswordPolicy()
  const said = async (password: string, about: string[] = []) =>
    (await rejection(policy.check(password, about))).message

  it('takes any kind of characters, once there are eight that are not guessed easily', async () => {
    for (const password of [
      'correct horse battery',
      'zwölf blaue Stühle',
      'qzvkxwjp',
      '7294018365',
      '雨降って地固まる花',
    ]) {
      await policy.check(password, ['ada'])
    }
  })

  it('says in words what is wrong, and what would be better', async () => {
    expect(await said('seven77')).to.equal('A password needs at least 8 characters.')
    expect(await said('password')).to.match(/^Many people use that password.*Several words/)
    expect(await said('abcdefgh')).to.match(/pattern|Many people/)
    expect(await said('x'.repeat(1001))).to.equal('A password has at most 1,000 characters.')
    expect(await refusalCode(policy.check('12345678', []))).to.equal('WEAK_PASSWORD')
  })

  it('takes nothing that others know of the user, nor the name of this', async () => {
    expect(await said('lovelace', ['lovelace'])).to.match(/^That is what others know of you/)
    expect(await said('soc-draw')).to.match(/^That is what others know of you/)
  })

  it('looks at the beginning of a long one, and not for long', async () => {
    const started = performance.now()
    await policy.check('aB3$'.repeat(16).split('').reverse().join('x').slice(0, 1000), [])
    await policy.check('correct horse battery staple '.repeat(30), [])
    expect(performance.now() - started).to.be.below(2000)
  })

  it('loads what estimates them once, and not before it is needed', async () => {
    let loads = 0
    const counted = createPasswordPolicy(async () => {
      loads += 1
      return () => ({ score: 4, warning: null })
    })
    expect(await refusalCode(counted.check('short', []))).to.equal('WEAK_PASSWORD')
    expect(loads).to.equal(0)
    await Promise.all([counted.check('long enough', []), counted.check('long enough', [])])
    expect(loads).to.equal(1)
  })
})
