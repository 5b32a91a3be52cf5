import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { createArgon2Hasher } from '../../server/accounts/password-hasher.ts'
import { createPasswords } from '../../server/accounts/passwords.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { RecordingHasher } from './recording-hasher.ts'
import { refusalCode, rejection } from './rejection.ts'

describe('argon2 hasher', () => {
  const hasher = createArgon2Hasher(randomBytes)
  const form = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/

  it('makes argon2id hashes at the costs that OWASP asks for, each with its own salt', async () => {
    const [first, second] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')])
    expect(first).to.match(form)
    expect(first).not.to.equal(second)
    expect(await hasher.verify(first, 'correct horse')).to.equal(true)
    expect(await hasher.verify(first, 'correct horsf')).to.equal(false)
  })

  it('has a decoy of the same form and costs, which can be verified and fits nothing', async () => {
    expect(hasher.decoy).to.match(form)
    expect(await hasher.verify(hasher.decoy, '')).to.equal(false)
  })
})

describe('passwords', () => {
  it('verifies a decoy when there is no hash, and says no whatever it answers', async () => {
    const hasher = new RecordingHasher()
    hasher.decoy = 'hashed guess'
    const passwords = createPasswords(hasher)
    expect(await passwords.verify(undefined, 'guess')).to.equal(false)
    expect(hasher.verified).to.deep.equal([{ passwordHash: 'hashed guess', password: 'guess' }])
  })

  it('takes two ways of typing one character for the same', async () => {
    const passwords = createPasswords(new RecordingHasher())
    expect(await passwords.verify(await passwords.hash('cre\u0300me brulee'), 'cr\u00e8me brulee')).to.equal(true)
  })

  it('[P9] makes no hash of a password out of bounds, and verifies none that is too long', async () => {
    const hasher = new RecordingHasher()
    const passwords = createPasswords(hasher)
    expect(await rejection(passwords.hash('1234567'))).to.be.instanceOf(TypeError)
    expect(await rejection(passwords.hash('x'.repeat(1001)))).to.be.instanceOf(TypeError)
    expect(await passwords.verify('hash', 'x'.repeat(1001))).to.equal(false)
    expect(await passwords.verify(undefined, 'x'.repeat(1001))).to.equal(false)
    expect(hasher.hashed + hasher.verified.length).to.equal(0)

    await passwords.hash('12345678')
    await passwords.hash('x'.repeat(1000))
    expect(hasher.hashed).to.equal(2)
  })

  it('[P9] works on three at once, lets a hundred wait, and refuses further ones until there is room', async () => {
    const hasher = new RecordingHasher()
    hasher.held = true
    const passwords = createPasswords(hasher)
    const waiting = Array.from({ length: 103 }, () => passwords.verify('hashed secret', 'secret'))
    expect(await refusalCode(passwords.verify('hashed secret', 'secret'))).to.equal('TOO_MANY_ATTEMPTS')
    expect(await refusalCode(passwords.verify(undefined, 'secret'))).to.equal('TOO_MANY_ATTEMPTS')
    expect(await refusalCode(passwords.hash('a new secret'))).to.equal('TOO_MANY_ATTEMPTS')
    await new FakeClock().settle()
    expect(hasher.running).to.equal(3)

    hasher.release()
    expect(new Set(await Promise.all(waiting))).to.deep.equal(new Set([true]))
    expect(hasher.mostRunning).to.equal(3)
    expect(await passwords.verify('hashed secret', 'secret')).to.equal(true)
  })
})
