import { createMemoryAccounts } from '../../../server/stores/memory/memory-accounts.ts'
import { describeAccountStore } from '../account-store-conformance.ts'

describeAccountStore('memory', async () => ({ store: createMemoryAccounts(), close: async () => {} }))
