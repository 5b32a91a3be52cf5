import { expect } from 'chai'
import { Drafts } from '../../web/common/drafts.ts'
import { bounded } from '../../web/common/use-bound.ts'
import { FakeStorage } from '../support/fake-storage.ts'

describe('drafts', () => {
  it('outlive the page, each at its place, until they are sent', () => {
    const tab = new FakeStorage()
    new Drafts(tab).of('ann', 'chat/R:1').write('half a mess')
    new Drafts(tab).of('ann', 'chat/R:2').write('another')
    const again = new Drafts(tab)
    expect(again.of('ann', 'chat/R:1').read()).to.equal('half a mess')
    again.of('ann', 'chat/R:1').write('')
    expect(again.of('ann', 'chat/R:1').read()).to.equal('')
    expect(again.of('ann', 'chat/R:2').read()).to.equal('another')
  })

  it('are nobody else’s, and gone once they are cleared', () => {
    const tab = new FakeStorage()
    const drafts = new Drafts(tab)
    drafts.of('ann', 'chat/R:1').write('private')
    expect(drafts.of('bob', 'chat/R:1').read()).to.equal('')
    drafts.of('bob', 'chat/R:1').write('bob’s')
    expect(drafts.of('ann', 'chat/R:1').read()).to.equal('')
    drafts.clear()
    expect([...tab.values]).to.deep.equal([])
  })

  it('are kept where they are told to, and stay apart from those of elsewhere', () => {
    const [root, below] = [new FakeStorage(), new FakeStorage()]
    const drafts = new Drafts(root)
    drafts.of('ann', 'chat/R:1').write('at the root')
    drafts.keepIn(below)
    expect(drafts.of('ann', 'chat/R:1').read()).to.equal('')
    drafts.of('ann', 'chat/R:1').write('below it')
    drafts.clear()
    expect([...below.values]).to.deep.equal([])
    expect(new Drafts(root).of('ann', 'chat/R:1').read()).to.equal('at the root')
  })

  it('are a bounded number: the ones left alone for longest are dropped', () => {
    const drafts = new Drafts(new FakeStorage())
    for (let at = 0; at <= 20; at += 1) drafts.of('ann', `chat/${at}`).write(`draft ${at}`)
    expect(drafts.of('ann', 'chat/0').read()).to.equal('')
    expect(drafts.of('ann', 'chat/1').read()).to.equal('draft 1')
  })

  it('take what something else wrote for nothing', () => {
    for (const text of [
      '',
      '{',
      'null',
      '7',
      '{"user":"ann","drafts":7}',
      '{"user":"ann","drafts":[7,["chat/R:1"]]}',
    ]) {
      const tab = new FakeStorage()
      tab.values.set('soc-draw.drafts', text)
      expect(new Drafts(tab).of('ann', 'chat/R:1').read(), text).to.equal('')
    }
  })
})

describe('a bounded text', () => {
  it('ends with a whole character', () => {
    expect(bounded('abc', 3)).to.equal('abc')
    expect(bounded('abcd', 3)).to.equal('abc')
    expect(bounded('ab🙂', 3)).to.equal('ab')
  })
})
