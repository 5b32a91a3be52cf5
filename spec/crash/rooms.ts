/** The rooms that bots act in while the server is killed. */
export const ROOMS: readonly string[] = ['R:1', 'R:2', 'R:3', 'R:4', 'R:5']
