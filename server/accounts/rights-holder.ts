/** What rights depend on of a user. Users of a host's own `authenticate` have no roles unless it says so. */
export interface RightsHolder {
  readonly id: string
  readonly roles?: readonly string[]
}

/** Administrators may do in every room what its owner may. */
export function isAdministrator({ roles }: RightsHolder): boolean {
  return roles?.includes('administrator') === true
}
