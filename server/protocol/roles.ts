/** What somebody can be in a room. Each may do all that those before it may. */
export const ROLES = ['member', 'moderator', 'owner'] as const

export type Role = (typeof ROLES)[number]

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value)
}
