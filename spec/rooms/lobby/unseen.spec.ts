import { expect } from 'chai'
import { startDoorCore } from '../keeping/support/door-core.ts'
import { application, user } from '../keeping/support/kept-core.ts'

describe('[P10] a private room that is open, to whom it is not for', () => {
  /** A room that `ann` is in, and what the catalogue is asked for from then on. */
  async function start() {
    const core = startDoorCore()
    const hidden = { application: application.name, name: 'Hidden', private: true }
    const { id } = (await core.keeper.make(user('ann'), hidden)).record
    const ann = core.connect('ann')
    expect(await ann.enter(id)).to.include({ ok: true })
    const asked: string[] = []
    const find = core.catalogue.find.bind(core.catalogue)
    core.catalogue.find = (roomId) => {
      asked.push(roomId)
      return find(roomId)
    }
    return { ...core, id, ann, asked }
  }

  const requests = [
    ['enter', { client: 'c' }],
    ['leave'],
    ['history', {}],
    ['act', { client: 'c', seq: 1, name: 'add', payload: 1 }],
  ] as const

  it('is looked for as long as one that there is not', async () => {
    const { connect, id, asked } = await start()
    const stranger = connect('eve')
    for (const [event, ...more] of requests)
      for (const roomId of [id, 'none']) {
        asked.length = 0
        const answer = await stranger.request(event, roomId, ...more)
        expect(answer, event).to.have.nested.property('error.code', 'ROOM_NOT_FOUND')
        expect(asked, event).to.deep.equal([roomId])
      }
  })

  it('is not told by a catalogue that can’t be read either', async () => {
    const { connect, id, catalogue } = await start()
    const stranger = connect('eve')
    catalogue.find = () => Promise.reject(new Error('the disk is gone'))
    for (const [event, ...more] of requests)
      for (const roomId of [id, 'none'])
        expect(await stranger.request(event, roomId, ...more), `${event} ${roomId}`).to.have.nested.property(
          'error.code',
          'ROOM_UNAVAILABLE',
        )
  })

  it('costs those nothing who may see it: it is found in memory', async () => {
    const { connect, id, asked, ann } = await start()
    expect(await connect('ann').enter(id)).to.include({ ok: true })
    expect(await ann.request('history', id, {})).to.include({ ok: true })
    expect(asked).to.deep.equal([])
  })
})
