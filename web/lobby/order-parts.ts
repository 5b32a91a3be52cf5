export { Finder } from '../client/finder.ts'
export { OrderedRooms } from './order/ordered-rooms.tsx'
