/** Owns the configuration: jobmart.yaml in the home, the environment over it, checked before anything starts. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { parseDate } from '../core/danish.ts'
import { MartError } from '../core/errors.ts'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATE_EXPECTED = 'en dato, der findes, skrevet som "2020-02-15" (i anførselstegn)'
const municipality = z
  .string({ error: 'en kommunekode med tre cifre, fx "791" (i anførselstegn)' })
  .regex(/^\d{3}$/, 'en kommunekode med tre cifre, fx "791" (i anførselstegn)')

const FILE_SCHEMA = z.strictObject({
  municipality: municipality.optional(),
  database_url: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'en adresse som postgres://…')
    .optional(),
  now: z
    .string({ error: DATE_EXPECTED })
    .refine((text) => DATE.test(text) && parseDate(text).ok, DATE_EXPECTED)
    .optional(),
})

type FileSettings = z.infer<typeof FILE_SCHEMA>

const ENVIRONMENT: Readonly<Record<keyof FileSettings, string>> = {
  municipality: 'JOBMART_MUNICIPALITY',
  database_url: 'JOBMART_DATABASE_URL',
  now: 'JOBMART_NOW',
}

/** What every word needs to know of its surroundings. */
export interface Config {
  /** Absolute path of JOBMART_HOME. */
  readonly home: string
  /** Absent: the embedded server in the home. */
  readonly databaseUrl: string | undefined
  /** Three digits; absent until a word needs it. */
  readonly municipality: string | undefined
  /** The business date, when one is set; else today. */
  readonly businessDate: string | undefined
  /** JOBMART_PSEUDONYM_KEY; absent: keys.json in the home. Only the environment, for it is a secret. */
  readonly pseudonymKey?: string | undefined
}

export interface ConfigOptions {
  readonly example: boolean
  readonly municipality: string | undefined
}

/** The example lives in a home and database of its own, with S4's municipality and clock. */
const EXAMPLE = { municipality: '791', businessDate: '2020-02-15' } as const

/**
 * Reads the configuration; the command line beats the environment, which beats the file.
 * @throws MartError BAD_CONFIGURATION naming the file, the key and the line, or the variable
 */
export async function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  options: ConfigOptions,
): Promise<Config> {
  const root = resolve(environment.JOBMART_HOME || '.jobmart')
  if (options.example) {
    const businessDate = checked('now', environment.JOBMART_NOW)
    return {
      home: join(root, 'example'),
      databaseUrl: undefined,
      municipality: EXAMPLE.municipality,
      businessDate: businessDate ?? EXAMPLE.businessDate,
    }
  }
  const file = await readSettings(join(root, 'jobmart.yaml'))
  const setting = (key: keyof FileSettings) =>
    checked(key, environment[ENVIRONMENT[key]]) ?? file[key]
  return {
    home: root,
    databaseUrl: setting('database_url'),
    municipality:
      checked('municipality', options.municipality, '--municipality') ?? setting('municipality'),
    businessDate: setting('now'),
    pseudonymKey: environment.JOBMART_PSEUDONYM_KEY || undefined,
  }
}

function checked(
  key: keyof FileSettings,
  value: string | undefined,
  name = ENVIRONMENT[key],
): string | undefined {
  if (value === undefined || value === '') return undefined
  const result = FILE_SCHEMA.shape[key].safeParse(value)
  if (result.success) return value
  throw new MartError('BAD_CONFIGURATION', `${name} er ikke gyldig.`, {
    expected: result.error.issues[0]?.message ?? '',
    got: key === 'database_url' ? '(skjult)' : value,
    todo: `Ret ${name}, eller fjern den.`,
  })
}

async function readSettings(path: string): Promise<FileSettings> {
  const text = await readFile(path, 'utf8').catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return ''
    throw badFile(path, undefined, 'en fil, der kan læses', error.code ?? 'ukendt fejl')
  })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [syntax] = document.errors
  if (syntax) {
    throw badFile(
      path,
      syntax.linePos?.[0].line,
      'gyldig YAML',
      syntax.message.split('\n')[0] ?? '',
    )
  }
  const result = FILE_SCHEMA.safeParse(document.toJS() ?? {})
  if (result.success) return result.data
  const [issue] = result.error.issues
  const key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : String(issue?.path[0] ?? '')
  const node = document.getIn([key ?? ''], true) as { range?: [number, number, number] } | undefined
  const line = node?.range && lines.linePos(node.range[0]).line
  const known = `en af nøglerne ${Object.keys(FILE_SCHEMA.shape).join(', ')}`
  throw badFile(
    path,
    line,
    issue?.code === 'unrecognized_keys' ? known : `${key}: ${issue?.message ?? ''}`,
    key ?? '',
  )
}

function badFile(path: string, line: number | undefined, expected: string, got: string): MartError {
  return new MartError('BAD_CONFIGURATION', 'Konfigurationsfilen er ikke gyldig.', {
    file: path,
    ...(line !== undefined && { line }),
    expected,
    got,
    todo: 'Ret linjen, og kør igen.',
  })
}

/**
 * The municipality a load is for.
 * @throws MartError BAD_CONFIGURATION (exit 4) when none is set
 */
export function requireMunicipality(config: Config): string {
  if (config.municipality) return config.municipality
  throw new MartError('BAD_CONFIGURATION', 'Det er ikke sat, hvilken kommune der indlæses for.', {
    expected: 'JOBMART_MUNICIPALITY med kommunekoden, fx 791',
    got: 'ikke sat',
    todo: 'Sæt JOBMART_MUNICIPALITY, eller skriv municipality: "791" i jobmart.yaml i hjemmet.',
  })
}
