/** Owns the word `doctor`: whether machine, home, configuration and database are fit to work, and what to do where not. */
import { access, constants, readdir, readFile, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EXIT, MartError } from '../../core/errors.ts'
import { buildReference, type Reference } from '../../core/reference.ts'
import { counted } from '../../core/text.ts'
import { PACKAGE_ROOT } from '../../db/root.ts'
import { listInbox } from '../../load/inbox.ts'
import { readReferenceFiles } from '../../read/reference-files.ts'
import { nextTime } from '../../schedule/service.ts'
import { type Check, check, type Finding, verdict } from '../checks.ts'
import { type Config, requireMunicipality } from '../config.ts'
import { examineDatabase } from '../database-checks.ts'
import { feedsOf } from '../feeds.ts'
import type { WordResult } from '../output.ts'
import { type KnownWord, localTime, readTimetable } from './schedule.ts'

const MARKS = { pass: '✔', fail: '✖', warning: '–', skipped: '–' } as const
const MEBIBYTE = 1024 ** 2
const SCARCE = 1024 * MEBIBYTE
const TOO_LITTLE = 100 * MEBIBYTE

/**
 * `doctor`: looks at everything a night depends on, and creates, starts and changes nothing.
 * Exit 0 when nothing is amiss, 1 with warnings, else the worst of what failed.
 */
export async function doctor(config: Config, program: KnownWord): Promise<WordResult> {
  const checks: Check[] = [
    await check('node', 'Node', () => nodeVersion(process.versions.node)),
    await check('home', 'Hjemmet', () => homeIsWritable(config.home)),
    await check('disk', 'Plads', () => diskSpace(config.home)),
    ...(await examineReference(config)),
    await check('inbox', 'Indbakken', () => inboxIsReadable(config)),
    await check('timetable', 'Tidsplanen', () => timetableParses(config, program)),
    ...(await examineDatabase(config)),
  ]
  return {
    exitCode: verdict(checks),
    text: checks.map(asLine).join('\n'),
    json: {
      checks: checks.map(({ id, title, state, text, todo }) => ({ id, title, state, text, todo })),
    },
  }
}

function asLine({ state, title, text, todo }: Check): string {
  return `${MARKS[state]} ${title}: ${text}${todo ? ` → ${todo}` : ''}`
}

/** Whether a version of Node is one that the package asks for. */
export async function nodeVersion(version: string): Promise<Finding> {
  const { engines } = JSON.parse(await readFile(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
    engines: { node: string }
  }
  const [major = 0, minor = 0] = numbersIn(version)
  const [leastMajor = 0, leastMinor = 0] = numbersIn(engines.node)
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) {
    return { state: 'pass', text: version }
  }
  const todo = `Installér Node ${leastMajor}.${leastMinor} eller nyere.`
  return { state: 'fail', text: `${version} er for gammel.`, todo, exitCode: EXIT.usage }
}

function numbersIn(version: string): readonly number[] {
  return [...version.matchAll(/\d+/g)].map(Number)
}

async function homeIsWritable(home: string): Promise<Finding> {
  const place = await nearestExisting(home)
  if (!(await stat(place)).isDirectory()) {
    const todo = 'Sæt JOBMART_HOME til en mappe.'
    return { state: 'fail', text: `${place} er ikke en mappe.`, todo, exitCode: EXIT.usage }
  }
  await access(place, constants.R_OK | constants.W_OK | constants.X_OK)
  if (place === home) return { state: 'pass', text: home }
  return { state: 'skipped', text: `${home} findes ikke endnu; det oprettes ved første kørsel.` }
}

async function nearestExisting(path: string): Promise<string> {
  const found = await stat(path).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
  return found || dirname(path) === path ? path : nearestExisting(dirname(path))
}

async function diskSpace(home: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(await nearestExisting(home))
  return judgeSpace(bavail * bsize)
}

/** What to think of so many free bytes where the home lies. */
export function judgeSpace(free: number): Finding {
  const text = `${Math.floor(free / MEBIBYTE).toLocaleString('da-DK')} MB fri.`
  if (free >= SCARCE) return { state: 'pass', text }
  const todo = 'Skaf plads på disken, før den er fuld, og næste kørsel fejler.'
  return free >= TOO_LITTLE
    ? { state: 'warning', text, todo }
    : { state: 'fail', text, todo, exitCode: EXIT.transient }
}

async function examineReference(config: Config): Promise<readonly Check[]> {
  let reference: Reference | undefined
  const overlay = join(config.home, 'reference')
  const files = await check('reference', 'Reference', async () => {
    // The reader takes a folder it may not look into for one that is not there.
    const own = (await namesIn(overlay)).filter((name) => name.endsWith('.csv'))
    const { tables } = await readReferenceFiles(join(PACKAGE_ROOT, 'sql/reference'), overlay)
    reference = buildReference(tables)
    const text = own.length > 0 ? `egne filer: ${own.join(', ')}` : 'projektets egne filer'
    return { state: 'pass', text }
  })
  return [files, await check('municipality', 'Kommunen', async () => known(config, reference))]
}

function known(config: Config, reference: Reference | undefined): Finding {
  const code = requireMunicipality(config)
  if (!reference) return { state: 'skipped', text: `${code}; navnet kunne ikke slås op.` }
  const area = reference.area(code)
  if (area?.municipalityCode === code && code !== '000') {
    return { state: 'pass', text: `${code} ${area.name}` }
  }
  throw new MartError('BAD_CONFIGURATION', 'Kommunekoden findes ikke.', {
    expected: 'en kode fra sql/reference/area.csv',
    got: code,
    todo: 'Ret JOBMART_MUNICIPALITY; Viborg er fx 791.',
  })
}

async function inboxIsReadable(config: Config): Promise<Finding> {
  const { home, municipality } = config
  const inbox = join(home, 'inbox')
  const names = await namesIn(inbox)
  if (municipality) await namesIn(join(inbox, municipality))
  if (names.length === 0) return { state: 'pass', text: `${inbox}: intet venter.` }
  // A file is taken out again once it is loaded.
  await access(inbox, constants.W_OK | constants.X_OK)
  const { waiting, left } = await listInbox(home, municipality ?? '000', feedsOf(config))
  for (const { path } of waiting) await access(path, constants.R_OK)
  const text = `${counted(waiting.length, 'fil', 'filer')} venter.`
  if (left.length === 0) return { state: 'pass', text }
  const reasons = left.map(({ name, reason }) => `${name} (${reason})`).join(', ')
  return {
    state: 'warning',
    text: `${text} Bliver liggende: ${reasons}.`,
    todo: 'Giv filen et navn, som ét feed tager (se: jobmart feeds), eller fjern den.',
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

async function timetableParses(config: Config, program: KnownWord): Promise<Finding> {
  const entries = await readTimetable(config, program)
  const next = new Date(Math.min(...entries.map((entry) => nextTime(entry).getTime())))
  const lines = counted(entries.length, 'linje', 'linjer')
  return { state: 'pass', text: `${lines}, næste gang ${localTime(next)}` }
}
