/** The sheet that one draws on, in board units: the same part of the board for everybody, on a screen of any size. */
export const SHEET = { width: 1600, height: 1200 } as const
