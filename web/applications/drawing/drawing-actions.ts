import type { Begin, Erase, Extend, Place } from '../../../server/applications/drawing/stroke.ts'

/** What a hand does to a drawing: the part of `room.act` that every application with a drawing has. */
export interface DrawingActions {
  begin(payload: Begin): Promise<unknown>
  extend(payload: Extend): Promise<unknown>
  place(payload: Place): Promise<unknown>
  erase(payload: Erase): Promise<unknown>
  undo(payload: Record<string, never>): Promise<unknown>
  redo(payload: Record<string, never>): Promise<unknown>
}
