import type { UserStanding } from './ports.ts'

/** Whether a user is what they were. */
export function isStanding(user: UserStanding, was: UserStanding): boolean {
  const sameRoles =
    user.roles.length === was.roles.length && user.roles.every((role, index) => role === was.roles[index])
  return sameRoles && user.disabled === was.disabled
}
