/** Owns what a word prints: Danish text for people, or one JSON document; and how a failure becomes an exit code. */
import Table from 'cli-table3'
import pino from 'pino'
import { type ErrorContext, EXIT, type ExitCode, formatError, MartError } from '../core/errors.ts'
import { maskPersonal } from '../core/mask.ts'

/** What a word comes to: its exit code, what people read, and what programs read. */
export interface WordResult {
  readonly exitCode: ExitCode
  readonly text: string
  readonly json: unknown
}

/** Says what is going on while a word works: on stderr, as lines for people or JSON lines with --json. */
export type Progress = (message: string) => void

/** The progress sayer for one call. */
export function progressFor(isJson: boolean): Progress {
  if (!isJson) return (message) => void process.stderr.write(`· ${message}\n`)
  const log = pino({ base: null }, pino.destination({ dest: 2, sync: true }))
  return (message) => log.info(maskPersonal(message))
}

/** Prints a word's result on stdout. */
export function printResult(result: WordResult, isJson: boolean): void {
  const body =
    isJson && typeof result.json === 'object'
      ? JSON.stringify({ exit_code: result.exitCode, ...result.json }, null, 2)
      : result.text
  if (body) process.stdout.write(`${body}\n`)
}

/** Prints a failure: the error block on stderr, or as the JSON document on stdout. */
export function printError(error: MartError, isJson: boolean): void {
  if (!isJson) {
    process.stderr.write(`${maskPersonal(formatError(error))}\n`)
    return
  }
  const document = {
    exit_code: error.exitCode,
    error: { code: error.code, message: error.message, ...error.context },
  }
  process.stdout.write(`${maskPersonal(JSON.stringify(document, null, 2))}\n`)
}

// SQLSTATE classes and errno codes that another try may cure.
const TRANSIENT =
  /^(08\w{3}|53\w{3}|57P0\d|40001|40P01|55P03|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE)$/

/** Any thrown thing as an error for people: our own as it is, a broken connection as exit 5, the rest as a defect (exit 7). */
export function asMartError(error: unknown): MartError {
  if (error instanceof MartError) return error
  const { code, message = String(error), stack } = error as Partial<Error> & { code?: string }
  if ((code && TRANSIENT.test(code)) || /Connection terminated/.test(message)) {
    return new MartError(
      'DATABASE_UNREACHABLE',
      'Forbindelsen til databasen blev afbrudt.',
      { got: maskPersonal(message), todo: 'Kør igen; intet halvfærdigt er gemt.' },
      { cause: error },
    )
  }
  const context: ErrorContext = {
    got: maskPersonal([message, stack?.split('\n').slice(1, 6).join('\n')].join('\n')),
    todo: 'Det er en fejl i programmet. Send teksten her til dem, der vedligeholder det.',
  }
  return new MartError('DEFECT', 'Uventet fejl i programmet.', context, { cause: error })
}

// What `nightly` and `run` exit with when several things went several ways.
const WORST_FIRST: readonly ExitCode[] = [
  EXIT.defect,
  EXIT.transient,
  EXIT.refused,
  EXIT.locked,
  EXIT.warnings,
]

/** The worst of several exit codes: 7 > 5 > 2 > 6 > 1 > 0. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.done
}

/** A plain table for the terminal. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): string {
  const chars = Object.fromEntries(
    'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid'
      .split(' ')
      .map((name) => [name, '']),
  )
  const grid = new Table({
    head: [...head],
    chars: { ...chars, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  })
  grid.push(...rows.map((row) => head.map((_, index) => String(row[index] ?? ''))))
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
