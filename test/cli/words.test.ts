/** Owns what the real program answers to wrong words, wrong configuration and calls for help: its text and its exit codes. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Command } from 'commander'
import { feeds } from '../../connectors/index.ts'
import { program } from '../../src/cli/program.ts'
import { spoken } from '../support/answer.ts'
import { type Ended, type Environment, word } from '../support/process.ts'

let home: string
let environment: Environment

// A server that nobody runs: none of these calls is to get as far as a database.
const NO_SERVER = 'postgres://jobmart:hemmelig@127.0.0.1:1/jobmart'

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'jobmart-words-'))
  environment = {
    JOBMART_HOME: home,
    JOBMART_DATABASE_URL: NO_SERVER,
    JOBMART_MUNICIPALITY: '791',
    JOBMART_NOW: '2020-02-15',
  }
})

afterAll(() => rm(home, { recursive: true, force: true }))

interface Wrong {
  readonly what: string
  readonly words: readonly string[]
  readonly set?: Environment
  readonly code: string
  readonly exitCode: number
  readonly says: readonly string[]
}

const FEEDS = feeds.map(({ id }) => id)

const WRONG: readonly Wrong[] = [
  {
    what: 'an unknown word',
    words: ['indlæs'],
    code: 'UNKNOWN_WORD',
    exitCode: 4,
    says: ['indlæs', 'nightly', 'status', 'jobmart --help'],
  },
  {
    what: 'an unknown word of db',
    words: ['db', 'slet'],
    code: 'UNKNOWN_WORD',
    exitCode: 4,
    says: ['slet', 'migrate'],
  },
  {
    what: 'an unknown word of quarantine',
    words: ['quarantine', 'slet'],
    code: 'UNKNOWN_WORD',
    exitCode: 4,
    says: ['list, show, export, release'],
  },
  {
    what: 'a rejected row that is no number',
    words: ['quarantine', 'release', 'række'],
    code: 'UNKNOWN_WORD',
    exitCode: 4,
    says: ['Der er ingen afvist række række.', 'jobmart quarantine list'],
  },
  {
    what: 'rejected rows of an unknown feed',
    words: ['quarantine', 'release', '--feed', 'fasit'],
    code: 'UNKNOWN_FEED',
    exitCode: 4,
    says: FEEDS,
  },
  {
    what: 'quarantine alone, which is its list, without a server',
    words: ['quarantine'],
    code: 'DATABASE_UNREACHABLE',
    exitCode: 5,
    says: ['JOBMART_DATABASE_URL'],
  },
  {
    what: 'an unknown flag',
    words: ['run', 'jobindsats', '--alt'],
    code: 'UNKNOWN_WORD',
    exitCode: 4,
    says: ['--alt', '--file', '--wait', '--no-publish'],
  },
  {
    what: 'a word without its argument',
    words: ['run'],
    code: 'UNKNOWN_WORD',
    exitCode: 4,
    says: ['feed'],
  },
  {
    what: 'an unknown feed',
    words: ['run', 'jobindsatser'],
    code: 'UNKNOWN_FEED',
    exitCode: 4,
    says: ['Der er intet feed, der hedder "jobindsatser".', ...FEEDS, 'jobmart feeds'],
  },
  {
    what: 'a path that does not exist',
    words: ['run', 'jobindsats', '--file', 'findes/ikke.csv'],
    code: 'PATH_NOT_FOUND',
    exitCode: 4,
    says: ['findes/ikke.csv', 'Filen kan ikke findes eller læses.'],
  },
  {
    what: 'an extraction date that cannot be',
    words: ['run', 'jobindsats', '--extracted-on', '31-02-2020'],
    code: 'UNKNOWN_WORD',
    exitCode: 4,
    says: ['--extracted-on er ikke en dato.', '31-02-2020'],
  },
  {
    what: 'no municipality',
    words: ['run', 'jobindsats'],
    set: { JOBMART_MUNICIPALITY: '' },
    code: 'BAD_CONFIGURATION',
    exitCode: 4,
    says: ['hvilken kommune der indlæses for', 'JOBMART_MUNICIPALITY', 'fx 791'],
  },
  {
    what: 'a municipality that does not exist',
    words: ['run', 'jobindsats'],
    set: { JOBMART_MUNICIPALITY: '999' },
    code: 'BAD_CONFIGURATION',
    exitCode: 4,
    says: ['Kommunekoden findes ikke.', '999'],
  },
  {
    what: 'a municipality on the command line that is no code',
    words: ['status', '--municipality', 'Viborg'],
    code: 'BAD_CONFIGURATION',
    exitCode: 4,
    says: ['--municipality er ikke gyldig.', 'en kommunekode med tre cifre', 'Viborg'],
  },
  {
    what: 'a JOBMART_NOW in another form',
    words: ['feeds'],
    set: { JOBMART_NOW: '15-02-2020' },
    code: 'BAD_CONFIGURATION',
    exitCode: 4,
    says: ['JOBMART_NOW er ikke gyldig.', '15-02-2020', '"2020-02-15"'],
  },
  {
    what: 'a JOBMART_NOW that no calendar has',
    words: ['feeds'],
    set: { JOBMART_NOW: '2020-02-31' },
    code: 'BAD_CONFIGURATION',
    exitCode: 4,
    says: ['JOBMART_NOW er ikke gyldig.', '2020-02-31'],
  },
  {
    what: 'a server that does not answer',
    words: ['status'],
    code: 'DATABASE_UNREACHABLE',
    exitCode: 5,
    says: ['Databasen svarer ikke', 'JOBMART_DATABASE_URL'],
  },
]

test.each(WRONG)(
  '$what is answered with what exists, exit $exitCode, and no stack trace',
  async (wrong) => {
    const answer = await spoken(wrong.words, { ...environment, ...wrong.set })
    expect(answer).toMatchObject({ exitCode: wrong.exitCode, stdout: '' })
    for (const words of [`${wrong.code}: `, ...wrong.says]) expect(answer.stderr).toContain(words)
    expectNoTrace(answer)
  },
)

test('the process exits as the program answers', async () => {
  const [unknown, help, nothing] = await Promise.all(
    [['indlæs'], ['run', '--help'], []].map((words) => word(words, environment)),
  )
  for (const [answered, words] of [
    [unknown, ['indlæs']],
    [help, ['run', '--help']],
    [nothing, []],
  ] as const) {
    expect(answered).toEqual(await spoken(words, environment))
  }
  expect([unknown, help, nothing].map((each) => each?.exitCode)).toEqual([4, 0, 4])
})

test('with --json a failure is one document on stdout with the exit code, and no word of a password', async () => {
  const failures = [
    { words: ['indlæs'], code: 'UNKNOWN_WORD', exitCode: 4 },
    { words: ['run', 'indlæs'], code: 'UNKNOWN_FEED', exitCode: 4 },
    { words: ['status'], code: 'DATABASE_UNREACHABLE', exitCode: 5 },
  ]
  for (const { words, code, exitCode } of failures) {
    const answer = await spoken([...words, '--json'], environment)
    expect(answer.exitCode).toBe(exitCode)
    expect(JSON.parse(answer.stdout)).toMatchObject({
      exit_code: exitCode,
      error: { code, message: expect.any(String) },
    })
    expect(answer.stdout + answer.stderr).not.toContain('hemmelig')
    expectNoTrace(answer)
  }
})

test('a jobmart.yaml that is wrong is named with its key and line, and with what would be right', async () => {
  const yaml = join(home, 'own', 'jobmart.yaml')
  await mkdir(join(home, 'own'))
  const set = { JOBMART_HOME: join(home, 'own') }
  const answers = async (text: string) => {
    await writeFile(yaml, text)
    const answer = await spoken(['feeds'], set)
    expect(answer).toMatchObject({ exitCode: 4, stdout: '' })
    expect(answer.stderr).toContain('BAD_CONFIGURATION: Konfigurationsfilen er ikke gyldig.')
    expect(answer.stderr).toContain(yaml)
    expectNoTrace(answer)
    return answer.stderr
  }
  const unknown = await answers('# vores egen\nkommune: "791"\n')
  for (const words of ['linje 2', 'kommune', 'municipality', 'database_url']) {
    expect(unknown).toContain(words)
  }
  const unquoted = await answers('now: "2020-02-15"\n\nmunicipality: 791\n')
  for (const words of ['linje 3', 'municipality', 'tre cifre, fx "791" (i anførselstegn)']) {
    expect(unquoted).toContain(words)
  }
  expect(await answers('municipality: "791"\nnow: [2020\n')).toMatch(/linje [23]/)
  expect(await answers('- 791\n')).not.toMatch(/undefined|\[object/)
})

test('every word takes --help, and says its flags', () => {
  const words = program({}).commands
  expect(words.map((word) => word.name())).toEqual(
    expect.arrayContaining(['run', 'nightly', 'publish', 'status', 'runs', 'feeds', 'db']),
  )
  for (const word of words) walkHelp(word)
})

test('the help of a word is on stdout, and all there is', async () => {
  const { exitCode, stdout, stderr } = await spoken(['run', '--help'], environment)
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(stdout).toContain('Usage: jobmart run [options] <feed>')
})

test('called without words it shows its help and exits 4, for nothing was asked', async () => {
  const { exitCode, stdout, stderr } = await spoken([], environment)
  expect(exitCode).toBe(4)
  expect(stdout + stderr).toContain('Usage: jobmart')
})

test('feeds names every feed with a file it takes, without a database', async () => {
  const { exitCode, stdout } = await spoken(['feeds', '--json'], environment)
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    exit_code: 0,
    feeds: FEEDS.map((feed) => expect.objectContaining({ feed })),
  })
})

test('a reference file that nobody reads is named, and so is one with other headings', async () => {
  const folder = join(home, 'reference')
  await mkdir(folder)
  await writeFile(join(folder, 'labels.csv'), 'list,source\n')
  const strange = await spoken(['publish'], environment)
  expect(strange).toMatchObject({ exitCode: 4 })
  for (const words of ['labels.csv', 'label.csv', 'parameter.csv']) {
    expect(strange.stderr).toContain(words)
  }
  await rm(join(folder, 'labels.csv'))
  await writeFile(join(folder, 'parameter.csv'), 'navn,værdi\npreliminary_months,3\n')
  const headings = await spoken(['publish'], environment)
  expect(headings).toMatchObject({ exitCode: 4 })
  for (const words of ['andre overskrifter', 'name,value', 'navn,værdi']) {
    expect(headings.stderr).toContain(words)
  }
  await rm(folder, { recursive: true })
})

/** Holds the help of a word, and of the words below it, to their form. */
function walkHelp(command: Command): void {
  const flags =
    command.commands.length > 0 ? ['--help'] : ['--json', '--example', '--municipality', '--help']
  const help = command.helpInformation()
  expect(help).toMatch(/^Usage: jobmart /)
  for (const flag of flags) expect(help).toContain(flag)
  for (const below of command.commands) walkHelp(below)
}

function expectNoTrace({ stdout, stderr }: Ended): void {
  expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+/m)
}
