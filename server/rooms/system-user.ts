import { SYSTEM_USER_ID } from '../protocol/check-user.ts'
import type { User } from '../protocol/room-document.ts'

/** Who acts where nobody does: for alarms, and what the host does in a room. No user has this id. */
export const SYSTEM_USER: User = { id: SYSTEM_USER_ID, name: 'System' }
