import { render } from 'preact'
import type { DrawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import { systemClock } from '../../../server/machine/system-clock.ts'
import { safeStorage } from '../../common/safe-storage.ts'
import type { RoomView } from '../room-view.ts'
import { GuessModel } from './guess-model.ts'
import { GuessPage } from './guess-page.tsx'
import { SoundBox } from './sound-box.ts'

/** Draw and guess' half in the browser. */
export const guessView: RoomView<DrawAndGuess> = {
  showsMembers: true,
  initialise(container, room) {
    const sounds = new SoundBox({
      storage: safeStorage(() => window.localStorage),
      active: () => navigator.userActivation.hasBeenActive,
      open: () => new AudioContext(),
    })
    // A game in the background is silent.
    const play: SoundBox['play'] = (cue) => container.checkVisibility() && sounds.play(cue)
    const model = new GuessModel({ room, clock: systemClock, play })
    render(<GuessPage model={model} sounds={sounds} />, container)
    return {
      update: (state) => model.update(state),
      unread: (state, sinceVersion) => model.unread(state, sinceVersion),
      shown: () => model.cameToFront(),
      destroy: () => {
        model.destroy()
        sounds.destroy()
        render(null, container)
      },
    }
  },
}
