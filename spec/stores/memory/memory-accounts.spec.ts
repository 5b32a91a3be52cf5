import { createMemoryStore } from '../../../server/stores/memory/create-memory-store.ts'
import { createMemoryAccounts } from '../../../server/stores/memory/memory-accounts.ts'
import { describeAccountStore } from '../account-store-conformance.ts'
import { describeAudit } from '../audit-conformance.ts'
import { describeLinkStore } from '../link-store-conformance.ts'
import { describeUserList } from '../user-list-conformance.ts'

const open = async () => ({ store: createMemoryAccounts(), close: async () => {} })

describeAccountStore('memory', open)
describeLinkStore('memory', open)
describeUserList('memory', open)
describeAudit('memory', async () => {
  const { accounts: store, audit, close } = createMemoryStore()
  return { store, audit, close }
})
