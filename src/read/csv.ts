/** Owns how the text of a CSV file becomes records with the line each one starts on. */
import { type CsvError, type Options, Parser } from 'csv-parse'
import { MartError } from '../core/errors.ts'
import type { SourceRecord } from '../core/record.ts'
import type { Delimiter, Encoding } from '../core/text-format.ts'
import { decodeStream } from './encoding.ts'

export interface CsvFormat {
  readonly encoding: Encoding
  readonly delimiter: Delimiter
}

/** No real record comes near it; a quote that is never closed does, and would otherwise eat the memory. */
const MAX_RECORD_BYTES = 1024 * 1024

/** The rows a header is looked for in; csv-parse keeps back the last record of a text until it sees what follows. */
const SMALLEST_BATCH = 20

/** An Excel guard, `="0123"`, with what it guards; a quote inside is doubled. */
const EXCEL_GUARD = /^="((?:[^"]|"")*)"$/

/**
 * The records of a CSV file in batches of some thousands, with memory that does not grow with the file. Only the last
 * batch may hold fewer than 20 records, so the header stands in the first one if anywhere.
 * Blank lines are skipped but counted; a record may have any number of cells, the caller decides what is wrong.
 * Cells are raw text: blanks around them and Excel guards are taken off, nothing else.
 * Throws TRUNCATED when the file ends inside quotes, NOT_A_DATA_FILE when a quote or a record never ends properly.
 *
 * @example
 * for await (const records of readCsv(path, { encoding: 'windows-1252', delimiter: ';' })) {
 *   for (const { line, cells } of records) handle(line, cells)
 * }
 */
export async function* readCsv(
  path: string,
  { encoding, delimiter }: CsvFormat,
): AsyncGenerator<readonly SourceRecord[]> {
  const parser = new RecordParser(path, delimiter)
  let held: readonly SourceRecord[] = []
  for await (const text of decodeStream(path, encoding)) {
    held = held.concat(await parser.take(text))
    if (held.length < SMALLEST_BATCH) continue
    yield held
    held = []
  }
  const last = held.concat(await parser.finish())
  if (last.length > 0) yield last
}

const PARSER_OPTIONS: Options = {
  // Given, not discovered, for a file may mix them.
  record_delimiter: ['\r\n', '\n'],
  relax_column_count: true,
  // Needed for ="0123" and names such as Tømrer "Jens" ApS; refuseSwallowedRows finds what it wrongly lets through.
  relax_quotes: true,
  ltrim: true,
  max_record_size: MAX_RECORD_BYTES,
}

/**
 * csv-parse with its records caught as they are made: a stream that fails drops those still on their way out, and
 * without them nobody knows on which line it failed.
 */
class Catcher extends Parser {
  private caught: string[][] = []

  constructor(options: Options) {
    super(options)
    // csv-parse makes an error object for each record whose width differs from the first one's, even when told to let
    // it pass. Behind a two-cell info line that is every record, and nine times slower; so each record is the first.
    Object.defineProperty(this.info, 'records', { get: () => 0, set: () => undefined })
    // The callbacks of write and end carry the error; without a listener it would end the process as well.
    this.on('error', () => undefined)
  }

  override push(record: string[] | null): boolean {
    if (record) this.caught.push(record)
    return true
  }

  release(): string[][] {
    const records = this.caught
    this.caught = []
    return records
  }
}

class RecordParser {
  private readonly parser: Catcher
  private readonly path: string
  private line = 1
  /** The newest text, always enough to hold the longest record allowed. */
  private recent: string[] = []
  private recentLength = 0
  /** The newest text in one piece, made when a cell has to be looked up in it, and how far it was searched. */
  private window: string | undefined
  private searchedTo = 0

  constructor(path: string, delimiter: Delimiter) {
    this.path = path
    this.parser = new Catcher({ ...PARSER_OPTIONS, delimiter })
  }

  async take(text: string): Promise<SourceRecord[]> {
    this.remember(text)
    const error = await new Promise((resolve) => this.parser.write(text, resolve))
    return this.collect(error)
  }

  async finish(): Promise<SourceRecord[]> {
    const error = await new Promise((resolve) => this.parser.end(resolve))
    return this.collect(error)
  }

  private collect(error: unknown): SourceRecord[] {
    const records: SourceRecord[] = []
    for (const raw of this.parser.release()) {
      const record = this.number(raw)
      if (record) records.push(record)
    }
    if (error) throw this.explain(error)
    return records
  }

  /** The record with its line, or nothing for a blank line. */
  private number(raw: readonly string[]): SourceRecord | undefined {
    const line = this.line
    const cells: string[] = []
    for (const cell of raw) {
      if (cell.includes('\n')) {
        this.refuseSwallowedRows(cell, line)
        this.line += countNewlines(cell)
      }
      cells.push(cleanCell(cell))
    }
    this.line++
    return cells.length === 1 && cells[0] === '' ? undefined : { line, cells }
  }

  /**
   * A quote that was opened and not closed takes the next rows into its cell, until a quote further down lets csv-parse
   * give up and keep the first quote as text. Such a cell is not in the file in its proper, escaped form.
   */
  private refuseSwallowedRows(cell: string, line: number): void {
    if (!cell.startsWith('"')) return
    const proper = `"${cell.replaceAll('"', '""')}"`
    this.window ??= this.recent.join('')
    const found = this.window.indexOf(proper, this.searchedTo)
    if (found === -1) throw this.unbalanced(line)
    this.searchedTo = found + proper.length
  }

  private remember(text: string): void {
    this.window = undefined
    this.searchedTo = 0
    this.recent.push(text)
    this.recentLength += text.length
    for (
      let oldest = this.recent[0];
      oldest !== undefined && this.recentLength - oldest.length > MAX_RECORD_BYTES + text.length;
      oldest = this.recent[0]
    ) {
      this.recentLength -= oldest.length
      this.recent.shift()
    }
  }

  private explain(error: unknown): unknown {
    const { code } = error as CsvError
    if (code === 'CSV_QUOTE_NOT_CLOSED') return this.cutOff()
    if (code === 'CSV_MAX_RECORD_SIZE') return this.tooLong()
    return error
  }

  private cutOff(): MartError {
    const message = `Filen slutter midt i en tekst i anførselstegn, som begynder i rækken på linje ${this.line}. Intet er skrevet.`
    return new MartError('TRUNCATED', message, {
      file: this.path,
      line: this.line,
      expected: 'et afsluttende anførselstegn',
      got: 'slutningen af filen',
      todo: 'Hent filen igen fra kilden; er den hel, så ret anførselstegnet i rækken.',
    })
  }

  private unbalanced(line: number): MartError {
    const message = `Et anførselstegn i rækken på linje ${line} bliver ikke lukket, så de næste rækker ville forsvinde ind i den. Intet er skrevet.`
    return new MartError('NOT_A_DATA_FILE', message, {
      file: this.path,
      line,
      expected: 'anførselstegn i par',
      got: 'et anførselstegn uden makker',
      todo: 'Ret anførselstegnet i rækken, eller bed kilden om et nyt udtræk.',
    })
  }

  private tooLong(): MartError {
    const message = `Rækken, der begynder på linje ${this.line}, er over 1 MB og kan ikke være en datarække. Intet er skrevet.`
    return new MartError('NOT_A_DATA_FILE', message, {
      file: this.path,
      line: this.line,
      expected: 'rækker på højst 1 MB',
      got: 'en række uden slutning, måske et anførselstegn, der ikke er lukket',
      todo: 'Se efter et løst anførselstegn på linjen, eller bed kilden om et nyt udtræk.',
    })
  }
}

function cleanCell(raw: string): string {
  const cell = raw.trim()
  if (!cell.startsWith('="')) return cell
  const guarded = EXCEL_GUARD.exec(cell)?.[1]
  return guarded === undefined ? cell : guarded.replaceAll('""', '"').trim()
}

function countNewlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
