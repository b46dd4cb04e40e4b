/** Owns the house that a feed's loads go through, and what stands in it: rows in force, every table, every word said. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { revertWord } from '../../../src/cli/words/revert.ts'
import { formatError, MartError } from '../../../src/core/errors.ts'
import { TARGETS, type Target } from '../../../src/core/target.ts'
import { isSealed, makeVault } from '../../../src/load/originals.ts'
import { openHouse, type Row, type RunJson, type TestHouse } from '../house.ts'
import { personalTexts } from './privacy.ts'
import type { Subject } from './subject.ts'

/** The key that readings use too, so that a person is the same in both. */
const KEY = Buffer.alloc(32, 7)
const vault = makeVault([KEY])

/** A house for one feed; its cases share it, one after the other. */
export class Place {
  readonly subject: Subject
  readonly house: TestHouse
  /** Everything a person was shown. */
  readonly said: string[] = []

  /** Every table as it was before the first load. */
  untouched: Readonly<Record<string, string>> = {}
  /** The texts that no table held before the first load: the others are nobody's, such as the name of a country. */
  personal: readonly string[] = []

  private constructor(subject: Subject, house: TestHouse) {
    this.subject = subject
    this.house = house
  }

  static async open(subject: Subject): Promise<Place> {
    const place = new Place(subject, await openHouse({ pseudonymKey: KEY.toString('base64') }))
    place.untouched = await place.tables()
    const untouched = Object.values(place.untouched).join('\n')
    place.personal = personalTexts(subject).filter((text) => !untouched.includes(text))
    return place
  }

  /** Delivers bytes under the sample's name and loads them, without publishing. */
  async load(bytes: Uint8Array): Promise<{ exitCode: number; load: RunJson['loads'][0] }> {
    await this.house.deliver(this.subject.name, bytes)
    const { exitCode, json, text } = await this.house.run(this.subject.feed.id, { publish: false })
    this.said.push(text, JSON.stringify(json))
    const [load] = json.loads
    if (!load) throw new Error(`nothing was loaded: ${text}`)
    return { exitCode, load }
  }

  /** What a run of the bytes would do. */
  async plan(bytes: Uint8Array): Promise<{ exitCode: number }> {
    await this.house.deliver(this.subject.name, bytes)
    const result = await this.house.run(this.subject.feed.id, { dryRun: true })
    this.said.push(result.text, JSON.stringify(result.json))
    return result
  }

  async revert(runId: string): Promise<void> {
    const flags = { yes: true, publish: false }
    const { text, json } = await revertWord(this.house.config, runId, flags, () => undefined)
    this.said.push(text, JSON.stringify(json))
  }

  /** The rows in force in core, dates and times as text. */
  async rows(): Promise<readonly Row[]> {
    const { table, key, values }: Target = TARGETS[this.subject.feed.target]
    const columns = Object.entries({ ...key, ...values }).map(([name, kind]) =>
      kind === 'date' || kind === 'timestamp' ? `${name}::text as ${name}` : name,
    )
    return this.house.query(
      `select ${columns.join(', ')} from core.${table} where recorded_to = 'infinity'`,
    )
  }

  /** Every version of every row in core. */
  async versions(): Promise<readonly string[]> {
    const { table }: Target = TARGETS[this.subject.feed.target]
    const rows = await this.house.query<{ row: string }>(
      `select to_jsonb(c)::text as row from core.${table} as c order by 1`,
    )
    return rows.map(({ row }) => row)
  }

  /** Every table of the database as text, by name. */
  async tables(): Promise<Readonly<Record<string, string>>> {
    const names = await this.house.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema !~ '^(pg_|information_schema)' order by 1`,
    )
    const parts = names.map(
      ({ name }) =>
        `select '${name}' as name, coalesce(string_agg(t::text, e'\\n' order by t::text), '') as content from ${name} as t`,
    )
    const rows = await this.house.query<{ name: string; content: string }>(
      parts.join(' union all '),
    )
    return Object.fromEntries(rows.map(({ name, content }) => [name, content]))
  }

  /** The files in one folder of the home and in those below it, by path; those that are encrypted as they were delivered. */
  async files(folder: string): Promise<Readonly<Record<string, Buffer>>> {
    const path = join(this.house.config.home, folder)
    const names = await readdir(path, { recursive: true }).catch(() => [])
    const read = names.map(async (name) => {
      const file = join(path, name)
      if (!(await stat(file)).isFile()) return []
      const isEncrypted = await isSealed(file)
      return [
        [name, await (isEncrypted ? buffer(vault.open(file, name)) : readFile(file))] as const,
      ]
    })
    return Object.fromEntries((await Promise.all(read)).flat())
  }

  /** What the program says of a path that it cannot read. */
  async complaint(path: string): Promise<MartError> {
    const error: unknown = await this.house
      .run(this.subject.feed.id, { file: path })
      .catch((thrown: unknown) => thrown)
    if (!(error instanceof MartError)) throw error
    this.said.push(formatError(error))
    return error
  }
}
