import { expect } from 'chai'
import { hasPassword, mayAdministerRooms, mayDeleteAccount, mayManageAccounts } from '../../server/accounts/access.ts'
import { mayMakeRooms, type RoomMakers } from '../../server/accounts/room-rights.ts'
import { RIGHTS_PAGE, rowOf } from '../support/rights-page.ts'
import { KINDS, type Kind, tableOf } from '../support/rights-table.ts'

describe('the page on rights', () => {
  for (const kind of Object.keys(KINDS) as Kind[]) {
    it(`[P10] says of every role and every operation what is so: ${kind}`, () => {
      const said = RIGHTS_PAGE.split(`## ${kind}\n\n`)[1]?.split('\n\n')[0]?.trim()
      expect(said).to.equal(tableOf(kind))
    })
  }

  it('[P10] says who may do what on the server', () => {
    const users = [
      { id: 'g', roles: ['guest'] },
      { id: 'u' },
      { id: 'm', roles: ['moderator'] },
      { id: 'a', roles: ['administrator'] },
    ]
    const row = (may: (user: (typeof users)[number]) => boolean) => [
      '–',
      ...users.map((each) => (may(each) ? 'yes' : '–')),
    ]
    for (const makers of [
      'guests',
      'everyone',
      'moderators',
      'administrators',
    ] as const satisfies readonly RoomMakers[]) {
      expect(rowOf(`make rooms, where ${makers} may`)).to.deep.equal(row((user) => mayMakeRooms(user, makers)))
    }
    expect(rowOf('change one')).to.deep.equal(row(hasPassword))
    expect(rowOf('delete one')).to.deep.equal(row(mayDeleteAccount))
    for (const words of ['see others', 'invite,', 'see and export']) {
      expect(rowOf(words), words).to.deep.equal(row(mayManageAccounts))
    }
    expect(rowOf('see all rooms')).to.deep.equal(row(mayAdministerRooms))
  })
})
