import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { expect } from 'chai'
import { createArgon2Hasher } from '../../server/accounts/password-hasher.ts'

const password = 'a good password'
/** OWASP's minimum for argon2id, in KiB, passes and lanes: what is made at less is not to stay. */
const today = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

describe('whether a hash is made anew, by the real hasher', () => {
  const hasher = createArgon2Hasher(randomBytes)

  it('knows a hash of its own as current, and its password', async () => {
    const made = await hasher.hash(password)
    expect(hasher.isCurrent(made)).to.equal(true)
    expect(await hasher.verify(made, password)).to.equal(true)
    expect(await hasher.verify(made, `${password}!`)).to.equal(false)
    expect(made).not.to.equal(await hasher.hash(password))
  })

  it('knows one that was made at these costs elsewhere as current', async () => {
    expect(hasher.isCurrent(await hash(password, today))).to.equal(true)
  })

  for (const [what, costs] of [
    ['less memory', { memoryCost: 9_728 }],
    ['a tenth of it, which is written with the same first digits', { memoryCost: 1_945 }],
    ['more memory', { memoryCost: 38_912 }],
    ['one pass', { timeCost: 1 }],
    ['twenty passes, which begin with the same digit', { timeCost: 20, memoryCost: 19_456 }],
    ['two lanes', { parallelism: 2 }],
    ['eleven lanes, which begin with the same digit', { parallelism: 11 }],
    ['argon2i', { algorithm: 0 }],
    ['an older argon2', { version: 0 }],
  ] as const)
    it(`has one made anew that was made with ${what}, and still knows its password`, async () => {
      const old = await hash(password, { ...today, ...costs })
      expect(hasher.isCurrent(old)).to.equal(false)
      expect(await hasher.verify(old, password)).to.equal(true)
    })

  it('has what is no hash made anew', () => {
    for (const no of ['', password, 'hashed a good password']) expect(hasher.isCurrent(no), no).to.equal(false)
  })

  it('has a decoy that no password has, and that takes as much as a current hash', async () => {
    expect(hasher.isCurrent(hasher.decoy)).to.equal(true)
    expect(hasher.decoy).to.have.length((await hasher.hash(password)).length)
    expect(await hasher.verify(hasher.decoy, password)).to.equal(false)
  })
})
