import { render } from 'preact'
import type { Application } from '../server/contract/application.ts'
import { systemClock } from '../server/machine/system-clock.ts'
import { roomViews } from './applications/room-views.ts'
import { connect } from './client/index.ts'
import { safeStorage } from './common/safe-storage.ts'
import { basePathOf } from './lobby/base-path.ts'
import { Page } from './lobby/page.tsx'
import { PageModel } from './lobby/page-model.ts'
import { startRouter } from './lobby/router.ts'
import { createSessionStore } from './lobby/session-store.ts'
import { createSiteApi } from './lobby/site-api.ts'

const place = document.getElementById('page')
if (place === null) throw new Error('index.html has no #page')

const basePath = basePathOf(document)
const tab = safeStorage(() => window.sessionStorage)
const model = new PageModel({
  api: createSiteApi((input, init) => fetch(input, init), basePath),
  openLobby: (application, token) => {
    const rules = roomViews[application]?.rules
    return connect<Application>(window.location.origin + basePath, application, { token, ...(rules && { rules }) })
  },
  views: roomViews,
  sessions: createSessionStore(
    tab,
    safeStorage(() => window.localStorage),
  ),
  tab,
  clock: systemClock,
})
render(<Page model={model} router={startRouter(window, basePath)} />, place)
void model.start()
