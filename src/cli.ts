/** Owns the words of the command line: which there are, their flags and help. The only file that reads argv and the environment. */
import { Command, CommanderError } from 'commander'
import { addLoadingWords } from './cli/commands/loading.ts'
import { addLookingWords } from './cli/commands/looking.ts'
import { addPublishingWords } from './cli/commands/publishing.ts'
import { addQuarantineWords } from './cli/commands/quarantine.ts'
import { addScaffoldingWords } from './cli/commands/scaffolding.ts'
import { addDatabaseWords, addServiceWords } from './cli/commands/service.ts'
import { type ConfigOptions, readConfig } from './cli/config.ts'
import { listenForSignals, wasInterrupted } from './cli/interrupt.ts'
import { asMartError, printError, printResult, progressFor } from './cli/output.ts'
import type { Action, CommonFlags } from './cli/word.ts'
import { EXIT, MartError } from './core/errors.ts'

/** Adds what every word takes, and runs its action: configuration in, one result out. */
function word<Flags>(command: Command, action: Action<Flags>): Command {
  return command
    .option('--json', 'print one JSON document on stdout; logs go to stderr')
    .option('--example', 'use the example municipality (home .jobmart/example)')
    .option('--municipality <code>', 'three-digit municipality code, over JOBMART_MUNICIPALITY')
    .action(async (...call: unknown[]) => {
      const flags = command.opts<Flags & CommonFlags>()
      const options: ConfigOptions = {
        example: flags.example ?? false,
        municipality: flags.municipality,
      }
      const config = await readConfig(process.env, options)
      const argument = typeof call[0] === 'string' ? call[0] : undefined
      const isJson = flags.json ?? false
      const result = await action(config, flags, progressFor(isJson), argument)
      printResult(result, isJson)
      process.exitCode = result.exitCode
    })
}

/** The program with all its words. */
function program(): Command {
  const jobmart = new Command('jobmart')
    .description("From a Danish municipality's exports to a data mart with its KPIs and goals.")
    .helpCommand(false)
  addLoadingWords(jobmart, word)
  addPublishingWords(jobmart, word)
  addLookingWords(jobmart, word)
  addQuarantineWords(jobmart, word)
  addScaffoldingWords(jobmart, word)
  addServiceWords(jobmart, word, program)
  addDatabaseWords(jobmart, word)
  const all = [
    jobmart,
    ...jobmart.commands,
    ...jobmart.commands.flatMap(({ commands }) => commands),
  ]
  for (const command of all) {
    command.exitOverride((error) => {
      throw new WordError(error, command)
    })
    command.configureOutput({ outputError: () => undefined })
    command.configureHelp({ helpWidth: 100 }).enablePositionalOptions()
  }
  return jobmart
}

/** What commander says, with the word it says it of. */
class WordError extends CommanderError {
  readonly command: Command

  constructor(error: CommanderError, command: Command) {
    super(error.exitCode, error.code, error.message)
    this.command = command
  }
}

/** What commander says of wrong words, as an error that names what exists. */
function wordError(error: CommanderError, jobmart: Command): MartError {
  const command = error instanceof WordError ? error.command : jobmart
  const words = command.commands.map((each) => each.name()).join(', ')
  const flags = command.options.map((option) => option.long).join(', ')
  return new MartError('UNKNOWN_WORD', 'Ordene på kommandolinjen forstås ikke.', {
    expected: words ? `et af ordene ${words}` : `${command.name()} med flagene ${flags}`,
    got: error.message.replace(/^error: /, ''),
    todo: 'Se: jobmart --help, eller jobmart ORD --help',
  })
}

async function main(argv: readonly string[]): Promise<void> {
  listenForSignals()
  // `jobmart runs | head` closes the pipe before everything is written; that is no failure.
  process.stdout.on('error', (error: { code?: string }) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
  const jobmart = program()
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
