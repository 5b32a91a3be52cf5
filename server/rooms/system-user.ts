import type { User } from '../protocol/room-document.ts'

/** Who acts where nobody does: for alarms, and what the host does in a room. No account has this id. */
export const SYSTEM_USER: User = { id: '$system', name: 'System' }
