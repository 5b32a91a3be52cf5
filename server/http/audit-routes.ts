import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Audit, NamedEntry } from '../accounts/audit.ts'
import type { AuditFilter } from '../accounts/audit-log.ts'
import { mustManageAccounts } from '../accounts/must-manage.ts'
import type { RightsHolder } from '../accounts/rights-holder.ts'
import {
  type AuditAnswer,
  type AuditAnswerEntry,
  type AuditExport,
  type AuditQuery,
  type AuditQuestion,
  auditAnswer,
  auditExport,
  auditQuery,
  ENTRIES_AT_ONCE,
  MOST_ENTRIES_AT_ONCE,
} from '../protocol/administration-messages.ts'
import { jsonLine, TABLE_HEAD, tableRow } from './audit-table.ts'
import { operation } from './operation.ts'

const TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const

export interface AuditParts {
  readonly audit: Audit
  /** Who a request comes from. @throws SocDrawError `UNAUTHENTICATED` */
  who(request: FastifyRequest): Promise<{ readonly user: RightsHolder }>
  /** The id of the user who signs in with this name; undefined where nobody is known to. */
  idOf(username: string): Promise<string | undefined>
}

/** `/audit`: what was done by those who may more than others, for administrators: of the built-in accounts, or by a host's word. */
export function addAuditRoutes(api: FastifyInstance, { audit, who, idOf }: AuditParts): void {
  const common = { about: 'audit', signedIn: true, refusals: ['FORBIDDEN'] } as const
  const onRequest = async (request: FastifyRequest): Promise<void> => mustManageAccounts((await who(request)).user)

  api.get<{ Querystring: AuditQuery }>('/audit', {
    schema: operation({
      ...common,
      id: 'listAudit',
      does: 'What administrators, moderators and owners did, the newest first, a stretch at a time.',
      query: auditQuery,
      answers: { 200: auditAnswer },
    }),
    onRequest,
    async handler(request): Promise<AuditAnswer> {
      const { after, limit = ENTRIES_AT_ONCE, ...asked } = request.query
      const most = Math.min(Math.max(1, Number(limit)), MOST_ENTRIES_AT_ONCE)
      const before = after !== undefined && { before: Number(after) }
      const by = await who(request)
      const { entries, next } = await audit.page(by, { ...(await filterOf(asked, idOf)), ...before, limit: most })
      return { entries: entries.map(shown), next: next === undefined ? null : String(next) }
    },
  })

  api.get<{ Querystring: AuditExport }>('/audit/export', {
    schema: operation({
      ...common,
      id: 'exportAudit',
      does: 'All of it, or what is meant, the newest first: an entry a line, as JSON or as a table.',
      query: auditExport,
      answers: {},
      streams: Object.values(TYPES),
    }),
    onRequest,
    async handler(request, reply) {
      const { format = 'ndjson', ...asked } = request.query
      const entries = audit.all(await who(request), await filterOf(asked, idOf))
      reply.header('content-type', TYPES[format])
      reply.header('content-disposition', `attachment; filename="audit.${format}"`)
      return reply.send(Readable.from(linesOf(entries, format)))
    },
  })
}

async function* linesOf(entries: AsyncIterable<NamedEntry>, format: keyof typeof TYPES): AsyncGenerator<string> {
  if (format === 'csv') yield TABLE_HEAD
  const line = format === 'csv' ? tableRow : jsonLine
  for await (const entry of entries) yield line(shown(entry))
}

/** Whoever is no username’s is taken for an id: of a deleted user nothing else is left, and hosts’ users have nothing else. */
async function filterOf(asked: AuditQuestion, idOf: AuditParts['idOf']): Promise<AuditFilter> {
  const { who, what, user, room, since, until } = asked
  return {
    ...(who !== undefined && { by: (await idOf(who)) ?? who }),
    ...(user !== undefined && { user: (await idOf(user)) ?? user }),
    ...(what !== undefined && { what }),
    ...(room !== undefined && { room }),
    ...(since !== undefined && { since: Number(since) }),
    ...(until !== undefined && { until: Number(until) }),
  }
}

function shown({ at, by, byName, what, room, user, userName, details }: NamedEntry): AuditAnswerEntry {
  return {
    at,
    by: { id: by, name: byName ?? null },
    what,
    room: room ?? null,
    user: user === undefined ? null : { id: user, name: userName ?? null },
    details: details ?? null,
  }
}
