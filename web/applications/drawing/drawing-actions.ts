import type { Begin, Erase, Extend, Place, Undo } from '../../../server/applications/drawing/stroke.ts'

/** What a hand does to a drawing: the part of `room.act` that every application with a drawing has. */
export interface DrawingActions {
  begin(payload: Begin): Promise<unknown>
  extend(payload: Extend): Promise<unknown>
  place(payload: Place): Promise<unknown>
  erase(payload: Erase): Promise<unknown>
  undo(payload: Undo): Promise<unknown>
  redo(payload: Record<string, never>): Promise<unknown>
}
