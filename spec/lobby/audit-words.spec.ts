import { expect } from 'chai'
import type { AuditedAct } from '../../web/client/administration.ts'
import { detailWords } from '../../web/lobby/administration/audit-details.ts'
import { actorWords, actWords } from '../../web/lobby/administration/audit-words.ts'
import { timeWords } from '../../web/lobby/administration/time-words.ts'

const DAY = 24 * 60 * 60 * 1000

function act(what: string, details: unknown = null, by = { id: 'u-1', name: 'Ada' as string | null }): AuditedAct {
  return { at: 1, by, what, room: null, user: null, details }
}

describe('what was done, in words', () => {
  it('says how long and how often as people do, and no ids of links', () => {
    const made = (lifetime: number, uses: number) =>
      detailWords(act('invitation.make', { invitation: '_6B', uses, lifetime }))
    expect(made(7 * DAY, 1)).to.equal('for one use, for 7 days')
    expect(made(DAY, 3)).to.equal('for 3 uses, for 1 day')
    expect(made(36 * 60 * 60 * 1000, 3)).to.equal('for 3 uses, for 36 hours')
    expect(made(90_000, 1)).to.equal('for one use, for 90 seconds')
    expect(detailWords(act('invitation.end', { invitation: '_6B' }))).to.equal('')
    expect(detailWords(act('room.endLink', { link: '_6B' }))).to.equal('')
  })

  it('says which roles, names, bans and changes it was', () => {
    expect(detailWords(act('user.set-roles', { roles: ['administrator', 'moderator'] }))).to.equal(
      'now administrator and moderator',
    )
    expect(detailWords(act('user.set-roles', { roles: [] }))).to.equal('now none')
    expect(detailWords(act('room.setRole', { role: 'member' }))).to.equal('now member')
    expect(detailWords(act('room.make', { name: 'Ours' }))).to.equal('called Ours')
    expect(detailWords(act('room.ban', { until: null, reason: ' ' }))).to.equal('for good')
    expect(detailWords(act('room.ban', { until: DAY, reason: 'noise' }))).to.equal(
      `until ${timeWords(DAY)}, because: noise`,
    )
    expect(detailWords(act('room.edit', { changed: ['name', 'players'] }))).to.equal('changed: name, how many play')
  })

  it('says as it stands what it knows no words for, and who did it where that is no user', () => {
    expect(detailWords(act('room.other', { odd: [1], more: 'text' }))).to.equal('odd: [1], more: text')
    expect(detailWords(act('room.other'))).to.equal('')
    expect(actWords(act('room.other'))).to.equal('room.other')
    expect(actWords(act('room.answerKnocks'))).to.equal('let in')
    expect(actWords(act('room.answerKnocks', { admit: false }))).to.equal('did not let in')
    const by = (id: string, name: string | null = null) => actorWords(act('room.make', null, { id, name }))
    expect([by('$system'), by('u:1'), by('u-1', 'Ada')]).to.deep.equal(['The server', 'u:1', 'Ada'])
  })
})
