import { strokeCount } from '../../../server/applications/drawing/drawing.ts'
import type { drawingBoard } from '../../../server/applications/drawing-board.ts'
import type { ClientState } from '../../../server/contract/client-types.ts'
import type { Clock } from '../../../server/protocol/clock.ts'
import type { Room } from '../../client/client-api.ts'
import { Listeners, type Subscribable } from '../../common/store.ts'
import type { Point } from '../drawing/camera.ts'
import { download, type FileKind, fileOf } from '../drawing/export.ts'
import { onBoard } from '../drawing/pen-stroke.ts'
import { Studio } from '../drawing/studio.ts'
import { Cursors } from './cursors.ts'

/** What the board shows: the drawing, the others' pens, and what one may do. */
export class BoardModel implements Subscribable {
  readonly room: Room<typeof drawingBoard>
  readonly studio: Studio
  readonly #cursors: Cursors
  readonly #listeners = new Listeners()
  readonly #stopFollowing: () => void
  #state: ClientState<typeof drawingBoard> | undefined

  constructor(room: Room<typeof drawingBoard>, clock: Clock) {
    this.room = room
    this.studio = new Studio({ user: room.user.id, clock, act: room.act })
    this.#cursors = new Cursors(room.user.id)
    this.#cursors.present(room.presence)
    this.#stopFollowing = room.subscribe(() => this.#follow())
  }

  get strokes(): number {
    return this.#state ? strokeCount(this.#state) : 0
  }

  get cursors(): ReadonlyMap<string, Point> {
    return this.#cursors.at
  }

  get mayDraw(): boolean {
    return !this.room.spectating && this.room.status === 'running'
  }

  /** Whether this user may clear the board: whoever has been here longest. */
  get mayClear(): boolean {
    return this.mayDraw && this.room.members[0]?.id === this.room.user.id
  }

  get canUndo(): boolean {
    return (this.#state?.past[this.room.user.id]?.done.length ?? 0) > 0
  }

  get canRedo(): boolean {
    return (this.#state?.past[this.room.user.id]?.undone.length ?? 0) > 0
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  update(state: ClientState<typeof drawingBoard>): void {
    this.#state = state
    this.#cursors.drawn(this.studio.show(state))
    this.#listeners.notify()
  }

  /** Shows the others where one points. While one draws, the ink does. */
  pointed(at: Point | null): void {
    if (!this.mayDraw || this.studio.hand.down) return
    this.room.present(at && { x: onBoard(at.x), y: onBoard(at.y) })
  }

  clear(): void {
    this.studio.hand.lift()
    this.room.act.clear({}).catch((error: unknown) => this.studio.failed(error))
  }

  /** Gives the user the board as a file, and says so where it can't be the kind they asked for. */
  async save(kind: FileKind): Promise<void> {
    try {
      const file = await fileOf(this.studio.easel.items, kind)
      if (!file) return
      download(file.content, `${this.room.name}.${file.kind}`)
      if (file.kind !== kind)
        this.studio.say('This browser lets no page read its pictures, so the board was saved as SVG.')
    } catch (error) {
      this.studio.failed(error)
    }
  }

  destroy(): void {
    this.#stopFollowing()
    this.studio.destroy()
  }

  #follow(): void {
    this.#cursors.present(this.room.presence)
    this.#listeners.notify()
  }
}
