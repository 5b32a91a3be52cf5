import { expect } from 'chai'
import { freeName } from '../../server/accounts/free-names.ts'
import { looksOf } from '../../server/accounts/looks-of.ts'
import { createMemoryAccounts } from '../../server/stores/memory/memory-accounts.ts'
import { refusalCode, rejection } from './rejection.ts'

async function setUp() {
  const store = createMemoryAccounts()
  for (const username of ['ada', 'paypal', 'administrator']) {
    const user = { id: `id:${username}`, username, name: username, roles: [] }
    await store.addUser({ user, passwordHash: '' }, { looks: looksOf(username), alone: true })
  }
  return (name: string, own = 'id:me') => freeName(name, own, store)
}

describe('names that are free', () => {
  it('are taken as they are, but for the spaces around and between', async () => {
    const free = await setUp()
    expect(await free('  Grace   Hopper ')).to.equal('Grace Hopper')
    expect(await free('Ade\u0301le')).to.equal('Adéle')
    expect(await free('日本 👩‍👩‍👧')).to.equal('日本 👩‍👩‍👧')
  })

  it('are not those that are another’s, or look like it', async () => {
    const free = await setUp()
    for (const name of ['ada', 'ADA', 'ａｄａ', '\u0430d\u0430', 'p\u0430ypal', 'PayPaI']) {
      expect((await rejection(free(name))).message, name).to.equal(
        'Somebody else has that name, or one that looks just like it.',
      )
      expect(await refusalCode(free(name))).to.equal('NAME_TAKEN')
    }
    expect(await free('Ada', 'id:ada')).to.equal('Ada')
  })

  it('are not those that would be taken for the house’s, but for whom the house named so', async () => {
    const free = await setUp()
    for (const name of ['Admin', 'SYSTEM', 'm\u043ederator', 'deleted user', 'soc-draw', 'Everyone']) {
      expect((await rejection(free(name))).message, name).to.equal('That name is reserved. Please choose another.')
    }
    expect(await refusalCode(free('Administrator'))).to.equal('NAME_TAKEN')
    expect(await free('Administrator', 'id:administrator')).to.equal('Administrator')
  })

  it('can be shown in a line', async () => {
    const free = await setUp()
    for (const name of ['', '   ', 'a\u202eb', 'a\u0000b', 'x'.repeat(101), '\u200b']) {
      expect(await refusalCode(free(name)), JSON.stringify(name)).to.equal('INVALID_NAME')
    }
  })
})
