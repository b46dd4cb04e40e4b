/** Owns the words of the command line: which there are, their flags and help, and what every word does alike. */
import { Command, CommanderError } from 'commander'
import { type ExitCode, MartError } from '../core/errors.ts'
import { addLoadingWords } from './commands/loading.ts'
import { addLookingWords } from './commands/looking.ts'
import { addPublishingWords } from './commands/publishing.ts'
import { addQuarantineWords } from './commands/quarantine.ts'
import { addScaffoldingWords } from './commands/scaffolding.ts'
import { addDatabaseWords, addServiceWords } from './commands/service.ts'
import { type ConfigOptions, readConfig } from './config.ts'
import { printResult, progressFor } from './output.ts'
import type { Action, AddWord, CommonFlags } from './word.ts'

/** The environment that words work in, as process.env has it. */
export type Environment = Readonly<Record<string, string | undefined>>

type Ended = (exitCode: ExitCode) => void

/** Adds what every word takes, and runs its action: configuration in, one result out. */
function wordIn(environment: Environment, ended: Ended): AddWord {
  return <Flags>(command: Command, action: Action<Flags>) =>
    command
      .option('--json', 'print one JSON document on stdout; logs go to stderr')
      .option('--example', 'use the example municipality (home .jobmart/example)')
      .option('--municipality <code>', 'three-digit municipality code, over JOBMART_MUNICIPALITY')
      .action(async (...call: unknown[]) => {
        const flags = command.opts<Flags & CommonFlags>()
        const options: ConfigOptions = {
          example: flags.example ?? false,
          municipality: flags.municipality,
        }
        const config = await readConfig(environment, options)
        const argument = typeof call[0] === 'string' ? call[0] : undefined
        const isJson = flags.json ?? false
        const result = await action(config, flags, progressFor(isJson), argument)
        printResult(result, isJson)
        ended(result.exitCode)
      })
}

/** The program with all its words, which work in the given environment; `ended` is told the exit code of the one spoken. */
export function program(environment: Environment, ended: Ended = () => undefined): Command {
  const jobmart = new Command('jobmart')
    .description("From a Danish municipality's exports to a data mart with its KPIs and goals.")
    .helpCommand(false)
  const word = wordIn(environment, ended)
  addLoadingWords(jobmart, word)
  addPublishingWords(jobmart, word)
  addLookingWords(jobmart, word)
  addQuarantineWords(jobmart, word)
  addScaffoldingWords(jobmart, word)
  addServiceWords(jobmart, word, () => program(environment))
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
export function wordError(error: CommanderError, jobmart: Command): MartError {
  const command = error instanceof WordError ? error.command : jobmart
  const { parent } = command
  // What is no word of a group is handed to the one the group stands for.
  const isGroups = error.code === 'commander.excessArguments' && parent && parent !== jobmart
  const known = isGroups ? parent.commands : command.commands
  const words = known.map((each) => each.name()).join(', ')
  const flags = command.options.map((option) => option.long).join(', ')
  return new MartError('UNKNOWN_WORD', 'Ordene på kommandolinjen forstås ikke.', {
    expected: words ? `et af ordene ${words}` : `${command.name()} med flagene ${flags}`,
    got: error.message.replace(/^error: /, ''),
    todo: 'Se: jobmart --help, eller jobmart ORD --help',
  })
}
