import { roomViews } from './applications/room-views.ts'
import { mountPage } from './lobby/mount-page.tsx'

const place = document.getElementById('page')
if (place === null) throw new Error('index.html has no #page')
mountPage(place, { views: roomViews })
