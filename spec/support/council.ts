import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'

export interface CouncilState {
  /** Who did what as what, in order. */
  log: string[]
}

/** An application for specs that notes down what everybody is who does something. */
export const council = defineApplication({
  name: 'council',
  players: { min: 1, max: 5 },
  spectators: true,
  initialise: ({ members }): CouncilState => ({ log: [`began ${members.map(({ id, role }) => `${id}:${role}`)}`] }),
  alarms: { bell: (state, { role }) => void state.log.push(`bell ${role}`) },
  members: {
    joined: (state, { user, role, members }) => void state.log.push(`joined ${user.id} ${role} of ${members.length}`),
    left: (state, { user, role }) => void state.log.push(`left ${user.id} ${role}`),
  },
  predict: ['close', 'speak', 'cheer'],
  update: (action) => ({
    close: action(z.object({ why: z.string() }), { role: 'moderator' }, (state, { why }, { user, role }) => {
      state.log.push(`${user.id} ${role} closes: ${why}`)
      return { by: role }
    }),
    dissolve: action(z.object({}), { role: 'owner' }, (state) => void (state.log.length = 0)),
    pass: action(
      z.object({}),
      { role: 'member' },
      (state, _payload, { user }) => void state.log.push(`${user.id} passes`),
    ),
    speak: action(z.object({}), (state, _payload, { user, role, members }) => {
      state.log.push(`${user.id} ${role}`)
      return { role, members: members.map((member) => ({ ...member })) }
    }),
    /** Taken also from who only watches. */
    cheer: action(z.object({}), { spectators: true }, (state, _payload, { user, role, spectating, members }) => {
      state.log.push(`${user.id} ${spectating ? 'watching' : role} cheers`)
      return { role, spectating, members: members.length }
    }),
    ring: action(z.object({}), (_state, _payload, { alarms }) => alarms.set('bell', { in: 1000 })),
  }),
})
