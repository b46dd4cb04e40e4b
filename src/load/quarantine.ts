/** Owns ops.quarantine: one line per fault, masked, with the sentence a person reads. */
import { sql } from 'kysely'
import { maskPersonal, showCell } from '../core/mask.ts'
import type { Fault } from '../core/outcome.ts'
import type { Transaction } from '../db/connect.ts'

/** A fault and the line it stands on. */
export interface PlacedFault extends Fault {
  /** The sheet of a workbook. */
  readonly sheet?: string | undefined
  readonly line: number | null
  /** The sentence for a fault of the whole file, which belongs to no row. */
  readonly ofWholeFile?: string
}

export interface FaultOrigin {
  readonly runId: string
  readonly feed: string
  readonly fileName: string
  readonly sha256: string
}

/** The Danish sentence for a fault: where, what was expected, what stood there, what to do. */
export function faultMessage(fault: PlacedFault): string {
  if (fault.ofWholeFile)
    return maskPersonal([fault.ofWholeFile, fault.todo].filter(Boolean).join(' '))
  const where = [
    fault.sheet !== undefined && `ark "${fault.sheet}"`,
    fault.line !== null && `linje ${fault.line}`,
    fault.column !== undefined && `kolonne "${fault.column}"`,
  ].filter(Boolean)
  const place = where.length > 0 ? `${where.join(', ')}: ` : ''
  const sentence = `${place}ventede ${fault.expected}, men fik "${showCell(fault.got)}".`
  const todo = fault.todo ?? 'Ret rækken i kilden, og indlæs filen igen.'
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)} ${maskPersonal(todo)}`
}

/** Stores faults as open; all faults of one line share a row_id. */
export async function storeFaults(
  { db }: Transaction,
  origin: FaultOrigin,
  faults: readonly PlacedFault[],
): Promise<void> {
  const rows = faults.map((fault, index) => ({
    position: index,
    sheet: fault.sheet ?? null,
    line: fault.line,
    is_row: fault.ofWholeFile === undefined,
    column_name: fault.column ?? null,
    code: fault.code,
    expected: fault.expected,
    got: showCell(fault.got),
    message: faultMessage(fault),
  }))
  await sql`
    with fault as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as f (
        position integer, sheet text, line integer, is_row boolean, column_name text, code text, expected text, got text,
        message text
      )
    ),
    rejected as (
      select line, nextval('ops.quarantine_row_id_seq') as row_id
      from (select distinct line from fault where is_row order by line) as lines
    )
    insert into ops.quarantine
      (row_id, run_id, feed, file_name, sha256, sheet, line, column_name, code, expected, got, message, status)
    select r.row_id, ${origin.runId}, ${origin.feed}, ${origin.fileName}, ${origin.sha256},
      f.sheet, f.line, f.column_name, f.code, f.expected, f.got, f.message, 'open'
    from fault as f left join rejected as r on f.is_row and r.line = f.line
    order by f.position`.execute(db)
}

/** Forgets the row faults of a load that broke off half-way: it judged only some of the rows. */
export async function forgetFaults({ db }: Transaction, runId: string): Promise<void> {
  await db.deleteFrom('ops.quarantine').where('run_id', '=', runId).execute()
}

/** The faults of a refused load can never be released: the file as a whole was not taken. */
export async function markRefused({ db }: Transaction, runId: string): Promise<void> {
  await db
    .updateTable('ops.quarantine')
    .set({ status: 'refused' })
    .where('run_id', '=', runId)
    .execute()
}
