/** What somebody can be in a room. Each may do all that those before it may. */
export const ROLES = ['member', 'moderator', 'owner'] as const

export type Role = (typeof ROLES)[number]

/** Whether a role allows what is demanded. Who has none is a member, and what demands none is for every member. */
export function allows(role: Role = 'member', demanded: Role = 'member'): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(demanded)
}

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value)
}
