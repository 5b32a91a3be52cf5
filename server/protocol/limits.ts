/** Bounds that both sides know, so that the client library can refuse what the server would. */

/** The largest action, in characters of its payload's JSON. */
export const MAX_ACTION_SIZE = 64 * 1024

/** The largest value a member may present, in characters of JSON. */
export const MAX_PRESENCE_SIZE = 4 * 1024

/** The largest packet the transport takes, in bytes. Well above an action: Socket.IO answers a larger one by disconnecting. */
export const MAX_PACKET_BYTES = 1024 * 1024

/** The longest name of an action or a client, in characters. */
export const MAX_NAME_LENGTH = 64

/** The longest id of a room that is asked for, in characters. */
export const MAX_ROOM_ID_LENGTH = 100

/** How many rooms a lobby tells of at once; it is asked for more. */
export const LISTED_ROOMS = 100

/** How many rooms one connection may look at: more than two pages, or four screens. */
export const MAX_LOOKED_ROOMS = 200

/** The longest text by which rooms are looked for, in characters: that of a room's name. */
export const MAX_SEARCH_LENGTH = 100

/** How many past actions are told at once, at most. */
export const MAX_HISTORY_PAGE = 200

/** How many actions one client may have unanswered in one room. */
export const MAX_UNANSWERED = 1000

/** The largest result of a handler, in characters of JSON: it is kept until its receiver has confirmed it. */
export const MAX_RESULT_SIZE = 256 * 1024

/**
 * How large the answers may be, in characters of JSON, that a room keeps for one client until it confirms them; the last
 * one is kept whatever its size. The client library has 64 actions under way, so a whole window of results of 4 KiB fits.
 */
export const MAX_KEPT_ANSWERS = 256 * 1024
