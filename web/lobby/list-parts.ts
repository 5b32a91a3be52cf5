export { Finding } from './finding/finding.tsx'
export { ManyRooms } from './many-rooms.tsx'
