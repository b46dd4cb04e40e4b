/** Owns the audits: queries that select bad rows, run on the new state before it is committed. */
import type { Client } from '../db/connect.ts'
import { readSqlFolder, type SqlFile } from '../db/sql-folder.ts'

export interface AuditResult {
  readonly audit: string
  /** Danish: what holds when the audit passes. */
  readonly title: string
  readonly severity: 'stop' | 'warn'
  readonly badRows: number
  /** The first bad rows as text. */
  readonly sample: string | null
  /** Danish: what to do. */
  readonly todo: string
}

/** Runs every audit of sql/audit in the publication's transaction. */
export async function runAudits(client: Client): Promise<readonly AuditResult[]> {
  const results: AuditResult[] = []
  for (const file of await readSqlFolder('audit')) results.push(await runAudit(client, file))
  return results
}

async function runAudit(client: Client, file: SqlFile): Promise<AuditResult> {
  const { rows } = await client.query<{ bad_rows: number; sample: string | null }>(
    `with bad as materialized (${file.text}\n)
     select
       (select count(*)::integer from bad) as bad_rows,
       (select string_agg(row_to_json(b)::text, E'\\n') from (select * from bad limit 3) as b) as sample`,
  )
  const { audit = file.name, title = '', severity, todo = '' } = file.header
  return {
    audit,
    title,
    severity: severity === 'warn' ? 'warn' : 'stop',
    badRows: rows[0]?.bad_rows ?? 0,
    sample: rows[0]?.sample ?? null,
    todo,
  }
}
