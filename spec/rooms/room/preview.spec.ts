import { expect } from 'chai'
import { type ClockworkState, clockwork, look, restart, running } from '../../support/clockwork.ts'
import { type Core, enter, startCore, type Tab } from '../../support/core.ts'

const previews = (tab: Tab): (string | undefined)[] => tab.told().map(({ preview }) => preview)
const shown = (core: Core) => core.registry.listing('R:1')?.preview
const note = (tab: Tab, text: string) => tab.act('R:1', 'note', { text })

/** A core whose room is running, with somebody who sees the list. */
async function seen() {
  const { core, ann } = await running()
  await core.connect('zoe').list()
  return { core, ann }
}

describe('preview', () => {
  it('is made of what everybody may see, told to whoever sees the list, and at most once a second', async () => {
    const { core, ann } = await running({
      ...clockwork,
      preview: (state: object) => `${Object.keys(state)} ${JSON.stringify(state).slice(0, 90)}`,
    })
    expect(shown(core)).to.contain('happened,at,hands').and.not.contain('top-secret').and.not.contain('hand-of')
    const plain = await running()
    const lobby = plain.core.connect('cid')
    await lobby.list()
    await plain.core.clock.pass(2000)
    for (let n = 1; n <= 50; n++) {
      await note(plain.ann, `${n}`)
      await plain.core.clock.pass(100)
    }
    await plain.core.clock.pass(1100)
    expect(previews(lobby).length).to.be.within(4, 7)
    expect(previews(lobby).at(-1)).to.equal('50')
    expect(shown(plain.core)).to.equal('50')
    await ann.leave('R:1')
  })

  it('[P3] never speaks of what the log does not hold', async () => {
    const { core, ann } = await seen()
    await core.clock.pass(2000)
    core.log.hold()
    const noted = note(ann, 'held')
    await core.clock.pass(3000)
    expect(shown(core)).to.equal('nothing yet')
    await core.log.release()
    await noted
    await core.clock.pass(1000)
    expect(shown(core)).to.equal('held')
    core.log.failNext = 'before'
    await note(ann, 'lost')
    await core.clock.pass(3000)
    expect(shown(core)).to.equal('held')
  })

  it('is at most 200 bytes, and no character of it is broken', async () => {
    const { core, ann } = await seen()
    for (const [text, kept] of [
      ['x'.repeat(300), 'x'.repeat(200)],
      ['é'.repeat(300), 'é'.repeat(100)],
      ['字'.repeat(300), '字'.repeat(66)],
      [`y${'🎨'.repeat(300)}`, `y${'🎨'.repeat(49)}`],
      ['half \ud83c and on', 'half \ufffd and on'],
    ] as const) {
      await note(ann, text)
      await core.clock.pass(1100)
      expect(shown(core)).to.equal(kept)
    }
  })

  it('that throws, is asynchronous, no text, or changes the state, harms nobody and is reported by name', async () => {
    const wrong: readonly (readonly [(state: never) => unknown, number])[] = [
      [
        () => {
          throw new Error('by itself')
        },
        1,
      ],
      [async () => 'later', 1],
      [() => Promise.reject(new Error('later')), 1],
      [() => 5, 1],
      [() => undefined, 1],
      [({ happened }: { happened: string[] }) => happened.reverse().splice(0).join() || 'none', 0],
    ]
    for (const [preview, reported] of wrong) {
      const { core, ann, bob } = await running({ ...clockwork, preview: preview as () => string })
      for (const text of ['one', 'two']) expect(await note(ann, text)).to.include({ ok: true })
      await core.clock.pass(5000)
      await note(bob, 'three')
      await core.clock.pass(1000)
      expect((await look(core)).happened).to.deep.equal(['one', 'two', 'three'])
      expect(core.reports.length > 0).to.equal(reported > 0)
      for (const context of core.contexts)
        expect(context).to.deep.include({ application: 'clockwork', doing: 'preview' })
    }
  })

  it('is listed after a restart too, of rooms that nobody has opened, and does not flicker when they are', async () => {
    const { core, ann, bob } = await running()
    await note(ann, 'kept')
    await core.clock.pass(2000)
    for (const tab of [ann, bob]) await tab.leave('R:1')
    await core.clock.pass(2000)
    const last = shown(core)
    expect(last).to.equal('left bob of ')
    await core.registry.stop()
    const after = await restart(core)
    const cid = after.connect('cid')
    const listed = await cid.list()
    expect(listed.rooms[0]?.preview).to.equal(last)
    expect(after.registry.size).to.equal(0)
    await enter(after, after.connect('dan'), 'R:1', { spectate: true })
    await after.clock.pass(2000)
    expect(new Set([shown(after), ...previews(cid)])).to.deep.equal(new Set([last]))
    await after.registry.stop()
  })

  it('is made seldom while nobody looks, and as soon as somebody does: the last one', async () => {
    let made = 0
    const preview = ({ happened }: ClockworkState): string => {
      made++
      return happened.at(-1) ?? 'nothing yet'
    }
    const { core, ann } = await running({ ...clockwork, preview })
    for (let n = 1; n <= 100; n++) {
      await note(ann, `${n}`)
      await core.clock.pass(1000)
    }
    expect(made, 'once in 30 seconds').to.be.within(3, 5)
    const lobby = core.connect('cid')
    await lobby.list()
    await core.clock.pass(100)
    expect(previews(lobby)).to.deep.equal(['100'])
    await note(ann, 'and on')
    await core.clock.pass(1100)
    expect(previews(lobby)).to.deep.equal(['100', 'and on'])
    const before = made
    await core.clock.pass(90_000)
    expect(made, 'none while nothing happens').to.equal(before)
  })

  it('that nobody has seen yet is not lost when the server stops, nor made again by looking at the list', async () => {
    const { core, ann } = await running()
    await core.clock.pass(2000)
    await note(ann, 'unseen')
    await core.clock.pass(2000)
    expect(shown(core)).to.equal('nothing yet')
    await core.registry.stop()
    const after = startCore(clockwork, undefined, core)
    const { rooms } = await after.connect('cid').list()
    expect([rooms[0]?.preview, after.registry.size]).to.deep.equal(['unseen', 0])
  })

  it('comes to be known also where nobody looks for long', async () => {
    const { core, ann } = await running()
    await core.clock.pass(2000)
    await note(ann, 'unseen')
    await core.clock.pass(31_000)
    expect(shown(core)).to.equal('unseen')
  })

  it('[P3] of a commit that is lost is gone with it, also when the room goes on at once', async () => {
    const { core, ann, bob } = await running()
    const lobby = core.connect('cid')
    await lobby.list()
    await core.clock.pass(2000)
    core.log.hold()
    const noted = note(ann, 'lost')
    await core.clock.pass(10)
    // What is on its way is lost: the commit, and the preview that was made of it.
    const append = core.log.inner.append.bind(core.log.inner)
    core.log.inner.append = async () => {
      core.log.inner.append = append
      throw new Error('the disk is full')
    }
    await core.log.release()
    expect(await noted).to.nested.include({ 'error.code': 'NOT_STORED' })
    bob.disconnect()
    await core.clock.pass(3000)
    expect(previews(lobby)).not.to.include('lost')
    expect(shown(core)).to.equal('nothing yet')
  })
})
