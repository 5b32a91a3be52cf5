import { expect } from 'chai'
import { may, roleOf } from '../../server/accounts/access.ts'

const mayEnter = (user: Parameters<typeof may>[0], room: Parameters<typeof may>[2]) => may(user, 'enter', room, 0)

describe('access', () => {
  const forAda = { users: ['ada'] }

  it('[P10] lets everyone into a room without a list', () => {
    expect(mayEnter({ id: 'eve' }, {})).to.equal(true)
  })

  it('[P10] lets only the users of its list into a room that has one', () => {
    expect(mayEnter({ id: 'ada' }, forAda)).to.equal(true)
    expect(mayEnter({ id: 'eve' }, forAda)).to.equal(false)
    expect(mayEnter({ id: 'eve', roles: [] }, forAda)).to.equal(false)
    expect(mayEnter({ id: 'ada' }, { users: [] })).to.equal(false)
  })

  it('[P10] lets administrators in everywhere', () => {
    expect(mayEnter({ id: 'root', roles: ['administrator'] }, forAda)).to.equal(true)
    expect(mayEnter({ id: 'root', roles: ['administrator'] }, { users: [] })).to.equal(true)
  })

  it('[P10] makes administrators owners of every room, and nobody else more than the room does', () => {
    for (const own of ['member', 'moderator', 'owner'] as const) {
      expect(roleOf({ id: 'root', roles: ['administrator'] }, forAda, own)).to.equal('owner')
      for (const roles of [undefined, [], ['owner'], ['moderator']])
        expect(roleOf({ id: 'ada', ...(roles && { roles }) }, forAda, own)).to.equal(own)
    }
  })
})
