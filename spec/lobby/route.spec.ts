import { expect } from 'chai'
import fc from 'fast-check'
import { formatRoute, parseRoute, type Route } from '../../web/lobby/route.ts'

const parse = (address: string): Route => {
  const { pathname, hash } = new URL(address, 'http://here')
  return parseRoute({ pathname, hash })
}

describe('route', () => {
  it('reads the address of a room as people write it', () => {
    expect(parse('/chat/R:1')).to.deep.equal({ page: 'room', application: 'chat', room: 'R:1', people: false })
    expect(parse('/chat/R%3A1')).to.deep.equal(parse('/chat/R:1'))
    expect(parse('/chat/R:1#people')).to.include({ room: 'R:1', people: true })
    expect(parse('/chat/R:1#room-title')).to.deep.equal(parse('/chat/R:1'))
  })

  it('takes the root and an application’s own address for the lobby', () => {
    for (const address of ['/', '/#people', '/chat', '/chat/']) expect(parse(address)).to.deep.equal({ page: 'lobby' })
  })

  it('reads and writes the address of a form for a new room, whatever the application is called', () => {
    for (const application of ['chat', 'account', 'a b/c', '#new']) {
      const route = { page: 'new-room', application } as const
      expect(parse(formatRoute(route))).to.deep.equal(route)
    }
    expect(formatRoute({ page: 'new-room', application: 'chat' })).to.equal('/chat#new')
    expect([parse('/#new').page, parse('/new-room').page, parse('/chat/R:1#new').page]).to.deep.equal([
      'lobby',
      'lobby',
      'room',
    ])
  })

  it('reads and writes the address of a room’s settings', () => {
    const route = { page: 'room-settings', application: 'account', room: 'R:1' } as const
    expect(formatRoute(route)).to.equal('/account/R:1#settings')
    expect(parse('/account/R:1#settings')).to.deep.equal(route)
  })

  it('reads the code of a link wherever it stands, and writes it behind the sign that no server is sent', () => {
    for (const address of ['/#link=Ab-_9', '/chat/R:1#link=Ab-_9', '/account#link=Ab-_9']) {
      expect(parse(address), address).to.deep.equal({ page: 'link', code: 'Ab-_9' })
    }
    expect(formatRoute({ page: 'link', code: 'Ab-_9' })).to.equal('/#link=Ab-_9')
  })

  it('knows nothing of any other address, however it was mangled', () => {
    for (const address of ['/a/b/c', '/chat/R:1/', '/chat/%zz', '/%E0%A4%A/R:1']) {
      expect(parse(address).page, address).to.equal('unknown')
    }
    expect(parseRoute({ pathname: '//R:1', hash: '' }).page).to.equal('unknown')
  })

  it('writes the address that people read', () => {
    expect(formatRoute({ page: 'room', application: 'chat', room: 'R:1', people: false })).to.equal('/chat/R:1')
    expect(formatRoute({ page: 'account' })).to.equal('/account')
    expect(parse('/account')).to.deep.equal({ page: 'account' })
    expect(parse('/account/R:1')).to.include({ page: 'room', application: 'account' })
    expect(formatRoute({ page: 'room', application: 'chat', room: 'R:1', people: true })).to.equal('/chat/R:1#people')
    expect(formatRoute({ page: 'lobby' })).to.equal('/')
  })

  it('writes every room such that reading it gives that room', () => {
    // A browser takes dots alone for steps up, wherever they stand and however they are written.
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/^\.{1,2}$/.test(text))
    fc.assert(
      fc.property(name, name, fc.boolean(), (application, room, people) => {
        const route = { page: 'room' as const, application, room, people }
        expect(parse(formatRoute(route))).to.deep.equal(route)
      }),
    )
  })
})
