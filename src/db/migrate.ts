/** Owns the shape of the database: numbered schema files applied once, views re-created when one changed, and the guard against drift. */
import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { MartError } from '../core/errors.ts'
import type { Database } from './connect.ts'
import { readSqlFolder, type SqlFile } from './sql-folder.ts'
import type { DB } from './types.ts'

const LEDGER = 'ops.kysely_migration'

/** What stands between the program's SQL files and the database. */
export interface MigrationState {
  /** Schema files not applied yet. */
  readonly pending: readonly string[]
  /** Applied files that the program no longer has: the database is newer than the program. */
  readonly unknown: readonly string[]
  /** Applied files whose text has changed since. */
  readonly edited: readonly string[]
  /** Whether a view's text differs from what the database holds. */
  readonly viewsChanged: boolean
}

interface Files {
  readonly schema: readonly SqlFile[]
  readonly views: readonly SqlFile[]
}

async function readFiles(): Promise<Files> {
  const [schema, views] = await Promise.all([readSqlFolder('schema'), readSqlFolder('view')])
  return { schema, views }
}

/** Compares the SQL files with what the database says it was shaped by. */
export async function migrationState(db: Kysely<DB>): Promise<MigrationState> {
  return compare(await readFiles(), await applied(db))
}

async function applied(db: Kysely<DB>): Promise<ReadonlyMap<string, string>> {
  const exists = await sql<{ found: boolean }>`
    select to_regclass('ops.schema_file') is not null as found`.execute(db)
  if (!exists.rows[0]?.found) return new Map()
  const rows = await db.selectFrom('ops.schema_file').select(['name', 'sha256']).execute()
  return new Map(rows.map((row) => [row.name, row.sha256]))
}

function compare(files: Files, inDatabase: ReadonlyMap<string, string>): MigrationState {
  const known = new Set([...files.schema.map(key), ...files.views.map(key)])
  return {
    pending: files.schema.filter((file) => !inDatabase.has(key(file))).map((file) => file.name),
    unknown: [...inDatabase.keys()].filter(
      (name) => name.startsWith('schema/') && !known.has(name),
    ),
    edited: files.schema
      .filter((file) => inDatabase.has(key(file)) && inDatabase.get(key(file)) !== file.sha256)
      .map((file) => file.name),
    viewsChanged:
      files.views.some((file) => inDatabase.get(key(file)) !== file.sha256) ||
      [...inDatabase.keys()].some((name) => name.startsWith('view/') && !known.has(name)),
  }
}

function key(file: SqlFile): string {
  return `${/^\d{4}_/.test(file.name) ? 'schema' : 'view'}/${file.name}`
}

/** Whether nobody has migrated this database yet. */
export async function isBlank({ db }: Database): Promise<boolean> {
  return (await applied(db)).size === 0
}

/**
 * Refuses a database that this program does not fit.
 * @throws MartError DATABASE_NEWER, MIGRATION_EDITED or DATABASE_NOT_MIGRATED (exit 4), each with the line to run
 */
export async function requireMigrated(database: Database): Promise<void> {
  const state = await migrationState(database.db)
  refuseStrange(state)
  if (state.pending.length > 0 || state.viewsChanged) {
    throw new MartError('DATABASE_NOT_MIGRATED', 'Databasen er ikke opdateret til dette program.', {
      expected: 'alle filer i sql/schema og sql/view er anvendt',
      got: state.pending.length > 0 ? `mangler ${state.pending.join(', ')}` : 'ældre views',
      todo: 'Kør: jobmart db migrate',
    })
  }
}

function refuseStrange(state: MigrationState): void {
  if (state.unknown.length > 0) {
    throw new MartError('DATABASE_NEWER', 'Databasen er nyere end dette program.', {
      got: `ukendt for programmet: ${state.unknown.join(', ')}`,
      todo: 'Opdater programmet (git pull && npm ci) til den udgave, der sidst opdaterede databasen.',
    })
  }
  if (state.edited.length > 0) {
    throw new MartError('MIGRATION_EDITED', 'En SQL-fil, der allerede er anvendt, er ændret.', {
      file: `sql/schema/${state.edited[0]}.sql`,
      todo: 'Læg filen tilbage, som den var, og skriv ændringen i en ny fil med næste nummer.',
    })
  }
}

/**
 * Brings the database to the program's shape; running it twice changes nothing.
 * @returns the names of the files applied, views among them when they were re-created
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const files = await readFiles()
  const state = compare(files, await applied(database.db))
  refuseStrange(state)
  if (state.pending.length > 0) await applySchema(database.db, files.schema)
  const viewsToo = state.viewsChanged || state.pending.length > 0
  if (viewsToo) await recreateViews(database.db, files.views)
  return [...state.pending, ...(viewsToo ? files.views.map((file) => file.name) : [])]
}

async function applySchema(db: Kysely<DB>, schema: readonly SqlFile[]): Promise<void> {
  await sql`create schema if not exists ops`.execute(db)
  const migrator = new Migrator({
    db,
    migrationTableSchema: 'ops',
    provider: {
      getMigrations: async () =>
        Object.fromEntries(schema.map((file) => [file.name, asMigration(file)])),
    },
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName
    throw new Error(`sql/schema/${failed ?? '?'}.sql could not be applied (${LEDGER})`, {
      cause: error,
    })
  }
}

function asMigration(file: SqlFile): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      await sql.raw(file.text).execute(db)
      await sql`insert into ops.schema_file (name, sha256) values (${key(file)}, ${file.sha256})`.execute(
        db,
      )
    },
  }
}

const AS_OF = 'mart_asof'

/** The same view over mart_asof: its facts instead of mart's, under its own name; dimensions are shared. */
export function asOfTwin(text: string): string {
  return text
    .replace(/\bmart\.(?!dim_)/g, 'mart_asof.')
    .replace(/\bcore\.goal_status\b/g, 'core.goal_status_as_of')
}

async function recreateViews(db: Kysely<DB>, views: readonly SqlFile[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('jobmart:views', 0))`.execute(
      transaction,
    )
    // A reader in the middle of a query is not made to queue everyone behind this.
    await sql`set local lock_timeout = '10s'`.execute(transaction)
    const existing = await sql<{ name: string }>`
      select format('%I.%I', schemaname, viewname) as name from pg_views
      where schemaname in ('core', 'mart', 'mart_asof', 'mart_restricted')`.execute(transaction)
    for (const { name } of existing.rows) {
      await sql.raw(`drop view if exists ${name} cascade`).execute(transaction)
    }
    await transaction.deleteFrom('ops.schema_file').where('name', 'like', 'view/%').execute()
    for (const view of views) {
      await sql.raw(view.text).execute(transaction)
      if (view.header.also === AS_OF) await sql.raw(asOfTwin(view.text)).execute(transaction)
      await transaction
        .insertInto('ops.schema_file')
        .values({ name: key(view), sha256: view.sha256 })
        .execute()
    }
  })
}
