import { SYSTEM_USER_ID } from '../protocol/check-user.ts'
import type { Person } from '../protocol/room-document.ts'

/** Who acts where nobody does: for alarms, and what the host does in a room, with every right there. No user has this id. */
export const SYSTEM_USER: Person = { id: SYSTEM_USER_ID, name: 'System', role: 'owner' }
