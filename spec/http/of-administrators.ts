/** The operations that nobody else may do. */
export const OF_ADMINISTRATORS: readonly string[] = [
  'makeResetLink',
  'changeUser',
  'listUsers',
  'showUser',
  'setRoles',
  'listSessionsOf',
  'endSessionsOf',
  'listAudit',
  'exportAudit',
  'invite',
  'listInvitations',
  'withdrawInvitation',
  'listAllRooms',
]
