import { systemClock } from '../../../server/machine/system-clock.ts'
import { createMemoryStore } from '../../../server/stores/memory/create-memory-store.ts'
import { describeAtOnce } from '../at-once-conformance.ts'
import { describeChanges, type OpenedChanges } from '../changes-conformance.ts'
import { describeRoomCatalogue } from '../room-catalogue-conformance.ts'
import { describeRoomDoors } from '../room-doors-conformance.ts'
import { describeRoomLog } from '../room-log-conformance.ts'

describeRoomLog('memory', async () => createMemoryStore(), { lasts: false })
describeRoomCatalogue('memory', async () => createMemoryStore())
describeRoomDoors('memory', async () => createMemoryStore())
describeAtOnce('memory', async () => createMemoryStore())
describeChanges('memory', async () => createMemoryStore({ sharedBy: systemClock }) as OpenedChanges)
