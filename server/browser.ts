/** soc-draw as a browser gets it: what a file of rules needs, and nothing of the server. */

export { defineApplication } from './contract/define-application.ts'
export { graphemes } from './contract/graphemes.ts'
export { isolated } from './contract/isolated.ts'
export { plainLine, plainText } from './contract/plain-text.ts'
export { SocDrawError } from './protocol/errors.ts'
export { plain } from './state/plain.ts'
