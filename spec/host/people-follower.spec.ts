import { expect } from 'chai'
import { PeopleFollower, type PeopleFollowerParts } from '../../server/host/people-follower.ts'

describe('following what other servers do to accounts', () => {
  it('[P15] asks about no more users once it is stopped, of however many', async () => {
    const asked: string[] = []
    let release = (): void => {}
    const held = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined)
    })
    const accounts = { heard: { sessionsEnded: () => {}, userChanged: () => {} } }
    const follower = new PeopleFollower({
      accounts: {
        ...accounts,
        onSessionEnded: () => {},
        onUserChanged: () => {},
      } as unknown as PeopleFollowerParts['accounts'],
      store: {
        findUser: (id) => {
          asked.push(id)
          return held
        },
      },
      changes: { lasting: async () => new Set<string>() },
      namespaces: [],
      changed: () => {},
    })
    const looked = follower.follow(Array.from({ length: 100 }, (_, id) => ({ kind: 'user', user: `${id}` })))
    follower.stop()
    release()
    await looked
    expect(asked.length).to.be.below(100)
  })
})
