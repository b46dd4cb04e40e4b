/** Owns COPY: rows as PostgreSQL's text format, sent in batches so that memory stays bounded. */
import { once } from 'node:events'
import { from } from 'pg-copy-streams'
import type { Client } from './connect.ts'

export type CopyValue = string | number | boolean | bigint | null

const BATCH_CHARACTERS = 4_000_000
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function encode(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value === 'string') return value.replace(/[\\\n\r\t]/g, (char) => ESCAPES[char] ?? '')
  return String(value)
}

/** Collects rows for one table and COPYs them whenever a few megabytes stand ready. */
export class CopyWriter {
  readonly #client: Client
  readonly #statement: string
  #lines: string[] = []
  #characters = 0

  constructor(client: Client, table: string, columns: readonly string[]) {
    this.#client = client
    this.#statement = `copy ${table} (${columns.join(', ')}) from stdin`
  }

  /** Takes one row, its values in the order of the columns. */
  add(values: readonly CopyValue[]): void {
    const line = `${values.map(encode).join('\t')}\n`
    this.#lines.push(line)
    this.#characters += line.length
  }

  /** Whether enough stands ready to be worth a COPY. */
  get isFull(): boolean {
    return this.#characters >= BATCH_CHARACTERS
  }

  /** Sends what stands ready. */
  async flush(): Promise<void> {
    if (this.#lines.length === 0) return
    const stream = this.#client.query(from(this.#statement))
    const finished = once(stream, 'finish')
    stream.end(this.#lines.join(''))
    this.#lines = []
    this.#characters = 0
    await finished
  }
}
