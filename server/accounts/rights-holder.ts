/** What rights depend on of a user. Users of a host's own `authenticate` have no roles unless it says so. */
export interface RightsHolder {
  readonly id: string
  readonly roles?: readonly string[]
}

/** The role of whoever came with a name and no password: gone after a day unused. Nobody is given it, and nobody loses it. */
export const GUEST = 'guest'

export function isGuest({ roles }: Pick<RightsHolder, 'roles'>): boolean {
  return roles?.includes(GUEST) === true
}

/** Administrators may do in every room what its owner may. */
export function isAdministrator({ roles }: RightsHolder): boolean {
  return roles?.includes('administrator') === true
}
