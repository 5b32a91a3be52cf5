import { render } from 'preact'
import type { chat } from '../../../server/applications/chat.ts'
import { systemClock } from '../../../server/machine/system-clock.ts'
import { tabDrafts } from '../../common/tab-drafts.ts'
import type { RoomView } from '../room-view.ts'
import { ChatModel } from './chat-model.ts'
import { ChatPage } from './chat-page.tsx'

/** The chat's half in the browser. */
export const chatView: RoomView<typeof chat> = {
  initialise(container, room) {
    const model = new ChatModel(room, systemClock)
    render(<ChatPage model={model} draft={tabDrafts.of(room.user.id, `chat/${room.id}`)} />, container)
    return {
      update: (state) => model.update(state),
      unread: (state, sinceVersion) => model.unread(state, sinceVersion),
      shown: (sinceVersion) => model.open(sinceVersion),
      destroy: () => {
        model.destroy()
        render(null, container)
      },
    }
  },
}
