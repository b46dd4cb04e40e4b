/** Owns the start of the program: argv and the environment in, an exit code out. The only file that reads either. */
import { CommanderError } from 'commander'
import { listenForSignals, onInterrupt, wasInterrupted } from './cli/interrupt.ts'
import { asMartError, printError } from './cli/output.ts'
import { program, wordError } from './cli/program.ts'
import { EXIT } from './core/errors.ts'
import { removeScratch } from './read/scratch.ts'

async function main(argv: readonly string[]): Promise<void> {
  listenForSignals()
  onInterrupt(removeScratch)
  // `jobmart runs | head` closes the pipe before everything is written; that is no failure.
  process.stdout.on('error', (error: { code?: string }) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
  const jobmart = program(process.env)
  const isJson = argv.includes('--json')
  try {
    await jobmart.parseAsync(argv)
  } catch (error) {
    if (wasInterrupted()) return
    if (error instanceof CommanderError && error.exitCode === 0) return
    if (error instanceof CommanderError && error.code === 'commander.help') {
      process.exitCode = EXIT.usage
      return
    }
    const failure = error instanceof CommanderError ? wordError(error, jobmart) : asMartError(error)
    printError(failure, isJson)
    process.exitCode = failure.exitCode
  }
}

await main(process.argv)
