/** What a program that imports an entry of the package finds there, by name; all else that the entry exports is types. */
export const ENTRIES = {
  'soc-draw': [
    ...['SocDrawError', 'StoreError', 'createServer', 'defineApplication', 'graphemes', 'isolated', 'mountRooms'],
    ...['plain', 'plainLine', 'plainText'],
  ],
  'soc-draw/client': [
    'SocDrawError',
    'account',
    'administration',
    'connect',
    'enterAsGuest',
    'roomDoors',
    'rooms',
    'signUp',
  ],
  'soc-draw/react': ['useEnteredRoom', 'useLobby', 'useRoom'],
  'soc-draw/vite': ['precompress'],
  'soc-draw/testing': [
    ...['Bots', 'Crowd', 'FakeClock', 'boardPlayer', 'chatPlayer', 'guessPlayer'],
    ...['play', 'startTestServer', 'tokenOf', 'until'],
  ],
  'soc-draw/testing/suites': ['describeBus', 'describeStore'],
  'soc-draw/ports': [
    ...['BusError', 'DELETED_NAME', 'GUEST', 'KEPT_FOR', 'LEASE_LENGTH', 'LeaseOverError', 'NewerRulesError'],
    ...['OwnedElsewhereError', 'ROOM_KEY', 'SYSTEM_USER_ID', 'StoreError', 'applyInPlace', 'isGuest', 'looksOf'],
    ...['soughtWords', 'wordsOf'],
  ],
} as const
