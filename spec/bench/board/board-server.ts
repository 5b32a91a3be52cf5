/** Serves the page with one board of so many strokes from a folder, as a process of its own that tells what time it took. */
import { drawingBoard } from '../../../server/applications/drawing-board.ts'
import { startTestServer } from '../../../server/testing/start-test-server.ts'
import { seededDrawing } from './seeded-drawing.ts'

const [folder = '', page = '', strokes = '0'] = process.argv.slice(2)
const server = await startTestServer(
  { ...drawingBoard, initialise: () => seededDrawing(Number(strokes)) },
  {
    data: folder,
    rooms: [{ id: 'B', name: 'Board', application: drawingBoard.name }],
    frontEnd: { mode: 'built', folder: page },
  },
)
process.on('message', (message) => {
  if (message === 'stop') {
    void server.stop().then(() => process.disconnect())
    return
  }
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: (user + system) / 1000, resident: process.memoryUsage.rss() })
})
process.send?.({ url: server.url })
