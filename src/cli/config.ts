/** Owns the configuration: jobmart.yaml in the home, the environment over it, checked before anything starts. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { parseDate } from '../core/danish.ts'
import { MartError } from '../core/errors.ts'
import { buildReference, type Reference } from '../core/reference.ts'
import { feedSettings, SOURCE_SETTINGS } from './feed-settings.ts'
import { declaredFeeds, type FeedOverrides } from './feeds.ts'
import { readReference } from './reference.ts'
import { badFile, keysOf, parseSettings, type SettingsFile } from './settings-file.ts'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATE_EXPECTED = 'en dato, der findes, skrevet som "2020-02-15" (i anførselstegn)'
const municipality = z
  .string({ error: 'en kommunekode med tre cifre, fx "791" (i anførselstegn)' })
  .regex(/^\d{3}$/, 'en kommunekode med tre cifre, fx "791" (i anførselstegn)')

/** The settings that the environment may give too. */
const SCALARS = z.strictObject({
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

type Scalars = z.infer<typeof SCALARS>

interface FileSettings extends Scalars {
  readonly feeds?: FeedOverrides | undefined
}

const ENVIRONMENT: Readonly<Record<keyof Scalars, string>> = {
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
  /** How the municipality's exports differ (`feeds:` in jobmart.yaml). */
  readonly overrides?: FeedOverrides
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
  const file = await readSettings(root)
  const setting = (key: keyof Scalars) => checked(key, environment[ENVIRONMENT[key]]) ?? file[key]
  return {
    home: root,
    databaseUrl: setting('database_url'),
    municipality:
      checked('municipality', options.municipality, '--municipality') ?? setting('municipality'),
    businessDate: setting('now'),
    pseudonymKey: environment.JOBMART_PSEUDONYM_KEY || undefined,
    ...(file.feeds && { overrides: file.feeds }),
  }
}

function checked(
  key: keyof Scalars,
  value: string | undefined,
  name = ENVIRONMENT[key],
): string | undefined {
  if (value === undefined || value === '') return undefined
  const result = SCALARS.shape[key].safeParse(value)
  if (result.success) return value
  throw new MartError('BAD_CONFIGURATION', `${name} er ikke gyldig.`, {
    expected: result.error.issues[0]?.message ?? '',
    got: key === 'database_url' ? '(skjult)' : value,
    todo: `Ret ${name}, eller fjern den.`,
  })
}

async function readSettings(home: string): Promise<FileSettings> {
  const file = await readText(join(home, 'jobmart.yaml'))
  const reference = file.text.includes('codes') ? await referenceOf(home) : undefined
  const schema = keysOf('nøglerne', {
    ...SCALARS.shape,
    feeds: feedSettings(declaredFeeds, reference),
    sources: SOURCE_SETTINGS,
  })
  return parseSettings(file, schema, ['feeds', 'sources'], ['database_url'])
}

/** The reference data that codes are held against; where they are wrong themselves, the words that need them say so. */
async function referenceOf(home: string): Promise<Reference | undefined> {
  try {
    return buildReference((await readReference({ home })).tables)
  } catch (error) {
    if (error instanceof MartError) return undefined
    throw error
  }
}

async function readText(path: string): Promise<SettingsFile> {
  const text = await readFile(path, 'utf8').catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return ''
    throw badFile(path, undefined, 'en fil, der kan læses', error.code ?? 'ukendt fejl')
  })
  return { path, text }
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
