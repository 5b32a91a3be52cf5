import type { CommitKind, StoredAction, StoredCommit } from '../../rooms/log/room-log.ts'
import { textFromStored } from '../storable-text.ts'

/** A commit with what stands of it among the actions that are kept. */
export interface CommitRow {
  readonly version: number
  readonly kind: CommitKind
  readonly at: number
  readonly user: string | null
  readonly name: string | null
  readonly payload: string | null
  readonly patches: string
  readonly kept: boolean
}

/** A row of `actions`. */
export interface ActionRow {
  readonly version: number
  readonly at: number
  readonly user: string
  readonly name: string
  readonly payload: string
}

export function commitOf({ version, kind, at, user, name, payload, patches, kept }: CommitRow): StoredCommit {
  return {
    ...{ version, kind, at },
    ...(user !== null && { user: JSON.parse(user) }),
    ...(name !== null && { name: textFromStored(name) }),
    ...(payload !== null && { payload: textFromStored(payload) }),
    ...(kept && { kept }),
    patches,
  }
}

export function actionOf({ version, at, user, name, payload }: ActionRow): StoredAction {
  return { version, at, user: JSON.parse(user), name: textFromStored(name), payload: textFromStored(payload) }
}
