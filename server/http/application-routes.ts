import { SocDrawError } from '../protocol/errors.ts'
import {
  type ApplicationAnswer,
  type ApplicationParameters,
  applicationAnswer,
  applicationParameters,
} from '../protocol/rooms-messages.ts'
import { askerOf } from './asker.ts'
import { operation } from './operation.ts'
import type { RoomRoutes } from './room-operation.ts'

/** `/applications/:name`: what a form for a new room is made from. */
export function addApplicationRoutes({ api, rooms }: RoomRoutes): void {
  api.get<{ Params: ApplicationParameters }>('/applications/:name/options', {
    schema: operation({
      id: 'showOptions',
      about: 'rooms',
      does: 'Tells what a room of the application can be: its options, how many members, and whether it can be watched.',
      signedIn: true,
      params: applicationParameters,
      answers: { 200: applicationAnswer },
      refusals: ['NOT_FOUND'],
    }),
    onRequest: async (request) => void (await askerOf(request, rooms)),
    async handler({ params }): Promise<ApplicationAnswer> {
      const found = rooms.desk().application(params.name)
      if (!found) throw new SocDrawError('NOT_FOUND')
      return found
    },
  })
}
