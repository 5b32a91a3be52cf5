import { sql } from 'kysely'
import type { OwnersInSql } from '../sql/sql-room-catalogue.ts'

/**
 * Owners are few, and rooms may be very many: from one owner the next is looked up in the index, so that nothing is read of
 * the rooms of those who are there.
 */
const SEATED = sql`(
  WITH RECURSIVE owners AS (
    (SELECT owner FROM heads WHERE members > 0 ORDER BY owner LIMIT 1)
    UNION ALL
    SELECT (SELECT heads.owner FROM heads WHERE heads.members > 0 AND heads.owner > owners.owner ORDER BY owner LIMIT 1)
    FROM owners WHERE owners.owner IS NOT NULL
  )
  SELECT heads.* FROM heads WHERE members > 0 AND owner IS NULL
  UNION ALL
  SELECT heads.* FROM owners JOIN heads ON heads.owner = owners.owner AND heads.members > 0
  WHERE NOT EXISTS (SELECT FROM nodes WHERE nodes.lease = owners.owner AND nodes.until > clock_timestamp())
) AS heads`

/** Which rooms nodes run, by the leases in the database. */
export const ownersOfRooms: OwnersInSql = {
  seated: SEATED,
  free: (lease) => sql`NOT EXISTS (SELECT FROM nodes WHERE nodes.lease = heads.owner AND nodes.until > clock_timestamp()
    AND nodes.lease IS DISTINCT FROM ${lease ?? null}::bigint)`,
}
