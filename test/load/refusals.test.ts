/** Owns: a file that breaks the contract is refused whole, kept with its reason, and leaves mart and core as they were. */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { feeds } from '../../connectors/index.ts'
import { list, show } from '../../src/cli/words/quarantine.ts'
import { martContents, openHouse, type TestHouse } from '../support/house.ts'
import { BETTER, fileOf, GOOD, HEADING } from '../support/sickness.ts'
import { coreContents, expectConservation, faultsOf, lastRun, runsOf } from '../support/states.ts'

const NAME = 'y07a02.csv'
const NOTHING_WRITTEN = 'Intet er skrevet.'

interface Refusal {
  readonly what: string
  readonly content: string
  readonly code: string
  /** What the sentence or its context says, in Danish. */
  readonly says: readonly string[]
  readonly read?: number
  readonly quarantined?: number
}

const REFUSALS: readonly Refusal[] = [
  {
    what: 'a renamed heading',
    content: GOOD.replace('Periode;', 'Perioden;'),
    code: 'HEADER_CHANGED',
    says: ['Kolonnen "Periode" mangler i filens overskrifter.', '"Perioden", som ligner "Periode"'],
  },
  {
    what: 'an error text saved as data',
    content: 'Forkert nøgle eller nøglen er udløbet.',
    code: 'NOT_A_DATA_FILE',
    says: ['en fejltekst', 'Forkert nøgle eller nøglen er udløbet.'],
  },
  { what: 'an empty file', content: '', code: 'NOT_A_DATA_FILE', says: ['tom (0 byte)'] },
  {
    what: 'an HTML page',
    content: '<!DOCTYPE html>\n<html><body><h1>503</h1></body></html>\n',
    code: 'NOT_A_DATA_FILE',
    says: ['en HTML-side'],
  },
  {
    what: 'a JSON error body',
    content: '{"code": 401, "cause": "Invalid token"}',
    code: 'NOT_A_DATA_FILE',
    says: ['et JSON-fejlsvar med kode 401'],
  },
  {
    what: 'a heading without rows',
    content: fileOf(HEADING),
    code: 'NOT_A_DATA_FILE',
    says: ['ingen rækker'],
  },
  {
    what: 'a truncated last line',
    content: BETTER.slice(0, BETTER.lastIndexOf(';70000')),
    code: 'TRUNCATED',
    says: ['den sidste linje er ikke hel', 'linje 7'],
    read: 6,
  },
  {
    what: 'a quote that is never closed',
    content: BETTER.replace('Hele landet;2019M12', '"Hele landet;2019M12'),
    code: 'TRUNCATED',
    says: ['anførselstegn', 'linje 6'],
  },
  {
    what: 'more rejects than five',
    content: BETTER.replaceAll('Viborg;', 'Viborgg;').replaceAll('Hele landet;', 'Hele verden;'),
    code: 'TOO_MANY_REJECTS',
    says: ['For mange rækker er forkerte.', 'højst 5 afviste rækker af 6', '6 afviste rækker'],
    read: 6,
    quarantined: 6,
  },
]

let house: TestHouse

beforeAll(async () => {
  house = await openHouse()
  await house.deliver(NAME, GOOD)
  expect((await house.run('jobindsats')).exitCode).toBe(0)
})

test.each(REFUSALS)(
  '$what is refused with $code, and a good file loads afterwards',
  async (refusal) => {
    const { content, code, says, read = 0, quarantined = 0 } = refusal
    const before = { mart: await martContents(house), core: await coreContents(house) }
    await house.deliver(NAME, content)
    const result = await house.run('jobindsats')
    expect(result.exitCode).toBe(2)
    for (const words of [code, NOTHING_WRITTEN, NAME, ...says]) expect(result.text).toContain(words)
    expect(result.json.publication).toBeUndefined()
    expect(await martContents(house)).toEqual(before.mart)
    expect(await coreContents(house)).toEqual(before.core)

    const run = await lastRun(house, 'jobindsats')
    expect(run).toMatchObject({ state: 'refused', exit_code: 2, file_name: NAME, loaded: 0 })
    expect(run.message).toContain(code)
    if (read > 0) expect(run).toMatchObject({ read, quarantined, ignored: read - quarantined })
    const faults = await faultsOf(house, run.run_id)
    expect(faults.at(-1)).toMatchObject({ code, row_id: null, status: 'refused', file_name: NAME })
    expect(faults.every(({ status }) => status === 'refused')).toBe(true)
    expect(new Set(faults.slice(0, -1).map((fault) => fault.row_id)).size).toBe(quarantined)
    await expectConservation(house)
    await expectKeptWithReason(content, [code, ...says])

    await house.deliver(NAME, nextGood())
    const next = await house.run('jobindsats', { publish: false })
    expect(next.exitCode).toBe(0)
    expect(next.json.loads[0]?.rows).toMatchObject({ read: 6, loaded: 1, unchanged: 5 })
  },
)

test('the fault of a refused file is shown by its own number, for it belongs to no row', async () => {
  await house.deliver(NAME, fileOf(HEADING))
  await house.run('jobindsats')
  const [fault] = await faultsOf(house, (await lastRun(house, 'jobindsats')).run_id)
  const { text, json } = await show(house.config, String(fault?.['quarantine_id']))
  expect(text).toMatch(
    /^Fejl \d+: y07a02\.csv, kørsel \d+ \(jobindsats\) – afvist med filen\n {2}NOT_A_DATA_FILE: /,
  )
  expect(json).toMatchObject({ row_id: null, faults: [{ status: 'refused' }] })
  const listed = await list(house.config, { all: true })
  expect(listed.text).toContain(`\nfejl ${fault?.['quarantine_id']} `)
})

test('what loads after a refusal is published as ever', async () => {
  await house.deliver(NAME, fileOf(HEADING))
  expect((await house.nightly()).exitCode).toBe(2)
  await house.deliver(NAME, nextGood())
  expect((await house.run('jobindsats')).json.publication?.published).toBe(true)
})

test('a night publishes what an earlier one loaded, though its own file is refused', async () => {
  await house.deliver(NAME, nextGood())
  await house.run('jobindsats', { publish: false })
  await house.deliver(NAME, fileOf(HEADING))
  const { exitCode, json } = await house.nightly()
  expect([exitCode, json.publication?.published]).toEqual([2, true])
})

test('the share of rejects that is tolerated grows with the file: six of six hundred load, seven are refused', async () => {
  const rows = manyRows(600)
  await house.deliver(NAME, fileOf(HEADING, ...withBadAreas(rows, 6)))
  const tolerated = await house.run('jobindsats', { publish: false })
  expect(tolerated.exitCode).toBe(1)
  expect(tolerated.json.loads[0]?.rows).toMatchObject({ read: 600, loaded: 594, quarantined: 6 })
  await house.deliver(NAME, fileOf(HEADING, ...withBadAreas(rows, 7)))
  const refused = await house.run('jobindsats')
  expect(refused.exitCode).toBe(2)
  expect(refused.json.loads[0]?.rows).toMatchObject({
    ...{ read: 600, loaded: 0, quarantined: 7, ignored: 593 },
  })
  await expectConservation(house)
})

test('a refused file that was named by hand stays with its owner, with a copy and the reason in failed', async () => {
  const path = join(house.config.home, 'y09a02.csv')
  await writeFile(path, '')
  const result = await house.run('jobindsats', { file: path })
  expect(result.exitCode).toBe(2)
  expect(await readFile(path, 'utf8')).toBe('')
  const kept = await filesIn('failed/jobindsats')
  expect(kept.filter((name) => name.includes('y09a02'))).toHaveLength(2)
})

test('a path that does not exist, or is a folder, is named with exit 4 and recorded nowhere', async () => {
  const before = { runs: await runsOf(house), failed: await filesIn('failed') }
  for (const file of [join(house.config.home, 'nowhere.csv'), house.config.home]) {
    await expect(house.run('jobindsats', { file })).rejects.toMatchObject({
      code: 'PATH_NOT_FOUND',
      exitCode: 4,
      context: { file },
    })
  }
  expect({ runs: await runsOf(house), failed: await filesIn('failed') }).toEqual(before)
})

test('an unknown feed is answered with the feeds that exist, exit 4', async () => {
  const before = await runsOf(house)
  await expect(house.run('jobindsat')).rejects.toMatchObject({
    code: 'UNKNOWN_FEED',
    exitCode: 4,
    context: { got: 'jobindsat', expected: feeds.map(({ id }) => id).join(', ') },
  })
  expect(await runsOf(house)).toEqual(before)
})

test('a run with nothing waiting exits 3, says where files are looked for, and is recorded nowhere', async () => {
  const before = await runsOf(house)
  const running = house.run('jobindsats')
  await expect(running).rejects.toMatchObject({ code: 'NOTHING_WAITING', exitCode: 3 })
  await expect(running).rejects.toThrow('Der venter ingen filer for jobindsats; intet er ændret.')
  expect(await runsOf(house)).toEqual(before)
  expect((await house.nightly()).exitCode).toBe(0)
})

let delivered = GOOD

/** A good file with one figure other than the last one. */
function nextGood(): string {
  delivered = delivered === GOOD ? BETTER : GOOD
  return delivered
}

async function expectKeptWithReason(content: string, reason: readonly string[]): Promise<void> {
  const sha256 = createHash('sha256').update(content).digest('hex').slice(0, 16)
  const all = await filesIn('failed/jobindsats')
  const [kept = '', why = '', ...more] = all.filter((name) => name.includes(sha256))
  expect(more).toEqual([])
  expect(why).toBe(`${kept}.txt`)
  expect(kept.endsWith(NAME)).toBe(true)
  const folder = join(house.config.home, 'failed/jobindsats')
  expect(await readFile(join(folder, kept), 'utf8')).toBe(content)
  const text = await readFile(join(folder, why), 'utf8')
  for (const words of [...reason, 'Gør:']) expect(text).toContain(words)
  expect(await filesIn('inbox')).toEqual([])
  expect(await filesIn('tmp')).toEqual([])
}

async function filesIn(folder: string): Promise<string[]> {
  const place = join(house.config.home, folder)
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile())
  return files.map((entry) => relative(place, join(entry.parentPath, entry.name))).sort()
}

/** Good rows: Danish months from 1970 on. */
function manyRows(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const month = String(1 + (index % 12)).padStart(2, '0')
    return `Viborg;${1970 + Math.floor(index / 12)}M${month};1400;1264`
  })
}

function withBadAreas(rows: readonly string[], count: number): string[] {
  return rows.map((row, index) => (index < count ? row.replace('Viborg', 'Viborgg') : row))
}
