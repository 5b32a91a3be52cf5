import { expect } from 'chai'
import { allOperations } from './all-operations.ts'
import { everyPart } from './every-part.ts'
import { createAdasAccounts, PASSWORD, useHttp } from './http-harness.ts'
import { OF_ADMINISTRATORS } from './of-administrators.ts'

describe('each right on the server, over HTTP', () => {
  const open = useHttp()

  it('[P10] is refused to whoever is not signed in, and what is administrators’ to users, moderators and guests', async () => {
    const { accounts } = await createAdasAccounts()
    await accounts.ensureUser({ username: 'mo', password: PASSWORD, roles: ['moderator'] })
    await accounts.ensureUser({ username: 'root', password: PASSWORD, roles: ['administrator'] })
    const { app } = await open(everyPart(accounts).parts)
    const guarded = (await allOperations(app)).filter((each) => each.guarded)
    expect(guarded.map(({ id }) => id)).to.include.members([...OF_ADMINISTRATORS])
    const refusedOwn: Readonly<Record<string, readonly string[]>> = {
      root: ['deleteAccount'],
      guest: ['deleteAccount', 'changePassword'],
    }
    for (const who of [undefined, 'ada', 'mo', 'guest', 'root']) {
      for (const { id, method, url } of guarded) {
        // By a session of its own: some end it.
        const token =
          who && (await (who === 'guest' ? accounts.guest(`Guest ${id}`) : accounts.signIn(who, PASSWORD))).token
        const headers = token ? { authorization: `Bearer ${token}` } : {}
        const answer = await app.inject({ method, url, headers })
        const own = who !== 'root' && OF_ADMINISTRATORS.includes(id)
        const refused = (own || refusedOwn[who ?? '']?.includes(id)) && 403
        const otherwise =
          refused || (answer.statusCode === 401 || answer.statusCode === 403 ? 'let in' : answer.statusCode)
        expect(answer.statusCode, `${id} by ${who}`).to.equal(who === undefined ? 401 : otherwise)
      }
    }
  })
})
