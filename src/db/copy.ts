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

const SPECIAL = /[\\\n\r\t]/

function encode(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return String(value)
  return SPECIAL.test(value) ? value.replace(/[\\\n\r\t]/g, (char) => ESCAPES[char] ?? '') : value
}

/** Collects rows for one table and COPYs them whenever a few megabytes stand ready. */
export class CopyWriter {
  readonly #client: Client
  readonly #statement: string
  #lines: string[] = []
  #characters = 0
  /** Of the batch under way: the next is read meanwhile. */
  #arrival: Promise<unknown> = Promise.resolve()

  constructor(client: Client, table: string, columns: readonly string[]) {
    this.#client = client
    this.#statement = `copy ${table} (${columns.join(', ')}) from stdin`
  }

  /** Takes one row, its values in the order of the columns. */
  add(values: readonly CopyValue[]): void {
    let line = ''
    for (const value of values) line += `${encode(value)}\t`
    this.#lines.push(line.slice(0, -1))
    this.#characters += line.length
  }

  /** Sends what stands ready once it is worth a COPY, and lets the caller go on while the server takes it. */
  async sendWhenFull(): Promise<void> {
    if (this.#characters < BATCH_CHARACTERS) return
    await this.#arrival
    this.#send()
    // A failure is told to the next who waits for it.
    this.#arrival.catch(() => undefined)
  }

  /** Sends what stands ready, and waits until all has arrived. */
  async flush(): Promise<void> {
    await this.#arrival
    this.#send()
    await this.#arrival
  }

  #send(): void {
    if (this.#lines.length === 0) return
    const stream = this.#client.query(from(this.#statement))
    this.#arrival = once(stream, 'finish')
    stream.end(`${this.#lines.join('\n')}\n`)
    this.#lines = []
    this.#characters = 0
  }
}
