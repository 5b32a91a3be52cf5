import { createMemoryAccounts } from '../../../server/stores/memory/memory-accounts.ts'
import { describeAccountStore } from '../account-store-conformance.ts'
import { describeLinkStore } from '../link-store-conformance.ts'
import { describeUserList } from '../user-list-conformance.ts'

const open = async () => ({ store: createMemoryAccounts(), close: async () => {} })

describeAccountStore('memory', open)
describeLinkStore('memory', open)
describeUserList('memory', open)
