/** Owns what one check of `doctor` comes to, thrown errors included, and the exit code of many. */
import { EXIT, type ExitCode, MartError } from '../core/errors.ts'
import { singleSpaces } from '../core/text.ts'
import { asMartError } from './output.ts'

/** What was found; `skipped` could not be looked at and says nothing against the house. */
export interface Finding {
  readonly state: 'pass' | 'warning' | 'fail' | 'skipped'
  /** Danish, on one line. */
  readonly text: string
  /** What to do about it, Danish. */
  readonly todo?: string | undefined
  /** Of a failure only. */
  readonly exitCode?: ExitCode
}

/** A finding under the name of what was looked at. */
export interface Check extends Finding {
  readonly id: string
  /** Danish. */
  readonly title: string
}

/** Makes one check; what it throws is what it found. */
export async function check(
  id: string,
  title: string,
  look: () => Promise<Finding>,
): Promise<Check> {
  try {
    return { id, title, ...(await look()) }
  } catch (error) {
    return { id, title, ...failureOf(error) }
  }
}

/** A check that was not made, and why. */
export function skipped(id: string, title: string, text: string): Check {
  return { id, title, state: 'skipped', text }
}

function failureOf(error: unknown): Finding {
  const { exitCode, message, context } = explained(error)
  const { file, line, expected, got, todo } = context
  const place = [file, line && `linje ${line}`].filter(Boolean).join(' ')
  const facts = [
    place && `Hvor: ${place}.`,
    expected && `Forventet: ${expected}.`,
    got && `Fik: ${got}.`,
  ]
  const text = singleSpaces([message, ...facts].filter(Boolean).join(' '))
  return { state: 'fail', text, todo, exitCode }
}

/** What the file system refuses is a matter of the set-up here, and no defect of ours. */
function explained(error: unknown): MartError {
  const { code, path, syscall } = error as { code?: string; path?: string; syscall?: string }
  if (error instanceof MartError || !code || !path || !syscall) return asMartError(error)
  return new MartError('BAD_CONFIGURATION', 'Der er ikke adgang.', {
    file: path,
    got: code,
    todo: 'Giv brugeren, der kører jobmart, adgang til stien.',
  })
}

/** The exit code of all checks: the worst of what failed, 1 with warnings, else 0. */
export function verdict(checks: readonly Finding[]): ExitCode {
  const failures = checks.filter(({ state }) => state === 'fail')
  const codes = failures.map(({ exitCode }) => exitCode ?? EXIT.defect)
  const worst = WORST_FIRST.find((code) => codes.includes(code))
  const isOdd = checks.some(({ state }) => state === 'warning')
  return worst ?? (isOdd ? EXIT.warnings : EXIT.done)
}

const WORST_FIRST: readonly ExitCode[] = [EXIT.defect, EXIT.transient, EXIT.usage]
