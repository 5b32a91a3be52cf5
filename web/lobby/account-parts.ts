export { rooms } from '../client/rooms.ts'
export { AsidePage } from './aside-page.tsx'
export { LinkPage } from './link-page.tsx'
export { IfMayMake } from './rooms/if-may-make.tsx'
