/** Owns the one error class of the house and the list of codes a person can meet, each with its exit code. */

/** What the process tells its caller; the numbers are fixed by the contract (README, "Exit codes"). */
export const EXIT = {
  done: 0,
  warnings: 1,
  refused: 2,
  nothingWaiting: 3,
  usage: 4,
  transient: 5,
  locked: 6,
  defect: 7,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/**
 * Every code a person can meet, with the exit code it leads to when nothing milder caught it.
 * The codes are stable: people search for them. `src/core/error-codes.md` says what each means and what to do.
 */
export const ERROR_CODES = {
  // The whole file is refused; nothing is written and the old figures stay.
  HEADER_CHANGED: EXIT.refused,
  NOT_A_DATA_FILE: EXIT.refused,
  TRUNCATED: EXIT.refused,
  TRAILER_MISMATCH: EXIT.refused,
  AMBIGUOUS_COLUMNS: EXIT.refused,
  MISSING_FILE_FACT: EXIT.refused,
  TOO_MANY_REJECTS: EXIT.refused,
  ROW_COUNT_DROP: EXIT.refused,
  REORDER_FAILED: EXIT.refused,
  ORIGINAL_DAMAGED: EXIT.refused,
  // One row is rejected; the rest of the file loads.
  UNKNOWN_LABEL: EXIT.warnings,
  BAD_DATE: EXIT.warnings,
  BAD_NUMBER: EXIT.warnings,
  BAD_PERIOD: EXIT.warnings,
  BAD_CPR: EXIT.warnings,
  BAD_VALUE: EXIT.warnings,
  MISSING_VALUE: EXIT.warnings,
  END_BEFORE_START: EXIT.warnings,
  DUPLICATE_KEY: EXIT.warnings,
  WRONG_FIELD_COUNT: EXIT.warnings,
  NOT_A_ROW: EXIT.warnings,
  // The publication is refused.
  AUDIT_STOPPED: EXIT.refused,
  // Words, configuration and the state of the house.
  NOTHING_WAITING: EXIT.nothingWaiting,
  UNKNOWN_WORD: EXIT.usage,
  UNKNOWN_FEED: EXIT.usage,
  BAD_CONFIGURATION: EXIT.usage,
  WRONG_PSEUDONYM_KEY: EXIT.usage,
  FOREIGN_ORIGINAL: EXIT.usage,
  PATH_NOT_FOUND: EXIT.usage,
  FILE_EXISTS: EXIT.usage,
  CONFIRMATION_NEEDED: EXIT.usage,
  DATABASE_NOT_MIGRATED: EXIT.usage,
  DATABASE_NEWER: EXIT.usage,
  MIGRATION_EDITED: EXIT.usage,
  SERVER_TOO_OLD: EXIT.usage,
  PLATFORM_UNSUPPORTED: EXIT.usage,
  DATABASE_UNREACHABLE: EXIT.transient,
  EMBEDDED_SERVER_FAILED: EXIT.transient,
  STORAGE_FAILED: EXIT.transient,
  LOCKED: EXIT.locked,
  DEFECT: EXIT.defect,
} as const satisfies Record<string, ExitCode>

export type ErrorCode = keyof typeof ERROR_CODES

/** Where it happened and what would have been right; every field is safe to log (personal values are masked before). */
export interface ErrorContext {
  readonly file?: string
  readonly sheet?: string
  readonly line?: number
  readonly column?: string
  readonly expected?: string
  readonly got?: string
  /** What the reader of the message can do about it, a Danish sentence. */
  readonly todo?: string
}

/**
 * An error that a person is meant to read: a stable code, a Danish sentence, and its context as fields.
 * Anything else that is thrown is a defect of ours (exit 7).
 */
export class MartError extends Error {
  readonly code: ErrorCode
  readonly context: ErrorContext

  constructor(
    code: ErrorCode,
    message: string,
    context: ErrorContext = {},
    options?: { cause?: unknown },
  ) {
    super(message, options)
    this.name = 'MartError'
    this.code = code
    this.context = context
  }

  /** The exit code this error leads to when it ends a word. */
  get exitCode(): ExitCode {
    return ERROR_CODES[this.code]
  }
}

/** The message with its context in one block, for a terminal: code, sentence, where, expected, got, what to do. */
export function formatError(error: MartError): string {
  const { file, sheet, line, column, expected, got, todo } = error.context
  const place = [
    file,
    sheet && `ark "${sheet}"`,
    line && `linje ${line}`,
    column && `kolonne "${column}"`,
  ].filter(Boolean)
  return [
    `${error.code}: ${error.message}`,
    place.length > 0 && `  Hvor:      ${place.join(', ')}`,
    expected && `  Forventet: ${expected}`,
    got !== undefined && `  Fik:       ${got}`,
    todo && `  Gør:       ${todo}`,
  ]
    .filter(Boolean)
    .join('\n')
}
