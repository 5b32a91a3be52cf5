import { systemClock } from '../../server/machine/system-clock.ts'
import { randomName } from '../client/random-name.ts'
import { Crowding, type Tabs } from './crowding.ts'

/**
 * Counts the tabs of this page that poll, by what the browser notes of each request, until the crowding is stopped.
 * @param basePath the server's
 */
export function watchCrowding(basePath: string): Crowding {
  const channel = tabsOf(basePath)
  const close = (): void => {
    observer.disconnect()
    channel.close()
  }
  const crowding = new Crowding({ clock: systemClock, tabs: { ...channel, close }, name: randomName() })
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (isPoll(entry)) crowding.polled()
  })
  observer.observe({ type: 'resource', buffered: true })
  return crowding
}

/** Over HTTP/2 all tabs share one connection, and wait for nobody. */
function isPoll(entry: PerformanceEntry): boolean {
  if (!('nextHopProtocol' in entry) || !entry.name.includes('transport=polling')) return false
  return String(entry.nextHopProtocol).startsWith('http/1')
}

function tabsOf(basePath: string): Tabs {
  const channel = new BroadcastChannel(`soc-draw.polling ${basePath}`)
  return {
    post: (message) => channel.postMessage(message),
    listen: (heard) => channel.addEventListener('message', ({ data }) => heard(data)),
    close: () => channel.close(),
  }
}
