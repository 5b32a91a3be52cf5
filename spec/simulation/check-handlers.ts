import { personOf, roleAmong } from '../../server/protocol/room-document.ts'
import type { StoredCommit } from '../../server/rooms/log/room-log.ts'
import { checkedApplication } from './checked-application.ts'
import type { Chronicle } from './chronicle.ts'
import type { Verdict } from './verdict.ts'

const { actions } = checkedApplication({ min: 1, max: 1 })

/** Runs the log's actions again on a plain object: what they make of it is what the log's patches made of the state. */
export function checkHandlers(chronicle: Chronicle, verdict: Verdict): void {
  let state: object | undefined
  for (const commit of chronicle.commits) {
    if (commit.kind === 'start') state = stateOf(chronicle, commit.version)
    if (commit.kind === 'action' && state) run(state, commit, chronicle)
  }
  const [mine, logged] = [JSON.stringify(state ?? {}), JSON.stringify(stateOf(chronicle, chronicle.version))]
  verdict.check('handlers', mine === logged, () => `${chronicle.roomId} is ${logged}, and should be ${mine}`)
}

function stateOf(chronicle: Chronicle, version: number): object {
  const { $room: _, ...state } = chronicle.head(version)
  return structuredClone(state)
}

function run(state: object, { name = '', payload = '', user, version, at }: StoredCommit, log: Chronicle): void {
  if (!user) throw new Error(`version ${version} is an action of nobody’s`)
  const members = log.head(version - 1).$room.members
  actions[name as keyof typeof actions]?.handle(state, JSON.parse(payload), {
    user,
    version,
    now: at,
    role: roleAmong(members, user.id),
    spectating: false,
    members: members.map((member) => personOf(member, member.role)),
    random: () => 0,
    alarms: { set: () => {}, clear: () => {} },
    effect: () => {},
    close: () => {},
    refuse: (code) => {
      throw new Error(`${code} is in the log`)
    },
  })
}
