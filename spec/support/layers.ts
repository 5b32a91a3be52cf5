/** What every part of the server may stand on. */
export const GROUND = ['server/contract', 'server/protocol', 'server/state']
/** The core's folders, from the top down. */
export const ROOMS = [
  'server/rooms/keeping',
  'server/rooms/lobby',
  'server/rooms/registry',
  'server/rooms/room',
  'server/rooms/log',
  'server/rooms',
]

/**
 * What each part may import, type imports included, beside itself. A part is a folder of `server` or `web` with all below
 * it, or the files that stand directly in it where parts of their own stand beside them. Imports point down: siblings
 * don't know each other.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'server/state': [],
  'server/protocol': ['server/state'],
  'server/contract': ['server/protocol', 'server/state'],
  'server/applications': ['server/contract'],
  'server/rooms': GROUND,
  'server/rooms/log': ['server/rooms', ...GROUND],
  'server/rooms/room': ['server/rooms/log', 'server/rooms', ...GROUND],
  'server/rooms/registry': ['server/rooms/room', 'server/rooms/log', 'server/rooms', ...GROUND],
  'server/rooms/lobby': ['server/rooms/registry', 'server/rooms/room', 'server/rooms/log', 'server/rooms', ...GROUND],
  'server/rooms/keeping': ['server/rooms/registry', 'server/rooms/log', 'server/rooms', ...GROUND],
  'server/machine': ['server/contract', 'server/protocol'],
  'server/vite': [],
  'server/accounts': GROUND,
  'server/sockets': ['server/rooms/lobby', 'server/rooms', 'server/accounts', ...GROUND],
  'server/http': ['server/accounts', ...GROUND],
  'server/stores': ['server/rooms/log', 'server/rooms', 'server/accounts', ...GROUND],
  'server/players': [
    'web/client',
    'server/machine',
    'server/applications',
    'server/rooms',
    'server/contract',
    'server/protocol',
  ],
  'server/shipped': ['server/applications', 'server/accounts', 'server/rooms', 'server/contract'],
  'server/host': [
    'server/machine',
    'server/sockets',
    'server/http',
    'server/stores',
    'server/accounts',
    ...ROOMS,
    ...GROUND,
  ],
  'server/command': ['server/host', 'server/shipped', 'server/players', 'server/stores', ...GROUND],
  server: [
    'server/command',
    'server/host',
    'server/sockets',
    'server/http',
    'server/stores',
    'server/accounts',
    'server/rooms',
    ...GROUND,
  ],
  'server/testing': [
    'server/machine',
    'server/host',
    'server/shipped',
    'server/players',
    'web/client',
    'server/stores',
    'server/accounts',
    ...ROOMS,
    ...GROUND,
  ],
  'web/client': ['server/machine', ...GROUND],
  'web/react': ['web/client', 'server/contract', 'server/protocol'],
  'web/styles': [],
  'web/common': ['web/client', 'server/contract', 'server/protocol'],
  'web/applications': ['server/machine', 'web/common', 'web/client', 'server/applications', ...GROUND],
  'web/lobby': [
    'server/machine',
    'web/styles',
    'web/common',
    'web/client',
    'web/applications',
    'server/applications',
    ...GROUND,
  ],
  web: [
    'server/machine',
    'web/lobby',
    'web/applications',
    'web/common',
    'web/client',
    'server/applications',
    'server/contract',
    'server/protocol',
  ],
}
