/** What of the plane the page's drawings show: none is shown before its place is known. */
export const FRAME = '0 0 240 152'
