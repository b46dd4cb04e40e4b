/** Owns one call of the program: words and environment in; what comes of them printed, and the exit code out. */
import { CommanderError } from 'commander'
import { EXIT, type ExitCode } from '../core/errors.ts'
import { wasInterrupted } from './interrupt.ts'
import { asMartError, printError } from './output.ts'
import { type Environment, program, wordError } from './program.ts'

/** Does what the words say, in the given environment; undefined when a signal decides the exit code. */
export async function answer(
  words: readonly string[],
  environment: Environment,
): Promise<ExitCode | undefined> {
  let exitCode: ExitCode = EXIT.done
  const jobmart = program(environment, (code) => {
    exitCode = code
  })
  try {
    await jobmart.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (error) {
    if (wasInterrupted()) return undefined
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.usage
    const failure = error instanceof CommanderError ? wordError(error, jobmart) : asMartError(error)
    printError(failure, words.includes('--json'))
    return failure.exitCode
  }
}
