/** Owns the proof that originals that tell of persons go when their time is up, that it is told, and that the rest stays. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { backfillWord } from '../../src/cli/words/backfill.ts'
import { runs } from '../../src/cli/words/look.ts'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { revertWord } from '../../src/cli/words/revert.ts'
import { nightly } from '../../src/cli/words/run.ts'
import type { MartError } from '../../src/core/errors.ts'
import { isSealed } from '../../src/load/originals.ts'
import { file, line, partialFile } from '../connectors/fasit-file.ts'
import { LABEL_HEADING, openHouse, type Row, type TestHouse } from '../support/house.ts'
import { CPR } from '../support/people.ts'
import { GOOD } from '../support/sickness.ts'

const quiet = () => undefined
const NO_PUBLISH = { publish: false }

let house: TestHouse
const inHome = (...parts: readonly string[]) => join(house.config.home, ...parts)

/** A night at a business date: the files it removed, and what it said. */
async function night(businessDate: string) {
  const { exitCode, json, text } = await nightly({ ...house.config, businessDate }, {}, quiet)
  return { exitCode, text, purged: (json as { purged?: string[] }).purged ?? [] }
}

async function filesIn(room: string): Promise<readonly string[]> {
  const names = await readdir(inHome(room), { recursive: true }).catch(() => [])
  return names
    .filter((name) => /\.(csv|txt)$/.test(name))
    .map((name) => name.replace(/^.*-/, ''))
    .sort()
}

interface Told extends Row {
  readonly file_name: string
  readonly sha256: number
  readonly read: number
  readonly taken_on: string
  readonly purged_on: string | null
}

function told(): Promise<Told[]> {
  return house.query<Told>(
    `select file_name, length(sha256) as sha256, rows_read::integer as read, taken_on, purged_on
     from ops.run where file_name is not null order by file_name, run_id`,
  )
}

const bad = (id: string, label: string) => line({ ForløbID: id, 'CPR-nr.': CPR.b, Ydelse: label })
const SPELLS = file([line({}), bad('2', 'Kontanhjælp')])
const [FIRST, REFUSED, LATER] = [3, 4, 5].map((day) => `FASIT_Forloeb_D_2020020${day}.csv`) as [
  string,
  string,
  string,
]

beforeAll(async () => {
  house = await openHouse()
  await house.deliver('y07a02.csv', GOOD)
  await house.deliver(FIRST, SPELLS)
  await house.deliver(REFUSED, SPELLS.replace('ANTAL;2', 'ANTAL;3'))
  await house.nightly()
})

test('on day 89 everything is there, on day 90 what tells of persons is gone and the night says so', async () => {
  expect((await night('2020-05-14')).purged).toEqual([])
  const { text, purged } = await night('2020-05-15')
  expect(purged).toEqual([
    expect.stringMatching(new RegExp(`^archive/fasit-spells/2020-02/\\w{16}-${FIRST}$`)),
    expect.stringMatching(new RegExp(`^failed/fasit-spells/2020-02/\\w{16}-${REFUSED}$`)),
  ])
  expect(text).toContain('Slettet efter 90 dage: 2 filer med personoplysninger.')
  expect(text).toContain(purged[0])
  // Figures, and why a file was refused, are nobody's personal data.
  expect([await filesIn('archive'), await filesIn('failed')]).toEqual([
    ['y07a02.csv'],
    [`${REFUSED}.txt`],
  ])
  expect((await night('2020-05-15')).purged).toEqual([])
})

test('the runs keep checksum and counts, and tell when their file went', async () => {
  expect(await told()).toEqual([
    { file_name: FIRST, sha256: 64, read: 2, taken_on: '2020-02-15', purged_on: '2020-05-15' },
    { file_name: REFUSED, sha256: 64, read: 2, taken_on: '2020-02-15', purged_on: '2020-05-15' },
    { file_name: 'y07a02.csv', sha256: 64, read: 6, taken_on: '2020-02-15', purged_on: null },
  ])
  const [run] = await house.query<{ run_id: string }>(
    'select run_id from ops.run where file_name = $1',
    [FIRST],
  )
  const { text } = await runs(house.config, run?.run_id)
  expect(text).toContain('Filen er slettet 2020-05-15')
})

test('release and backfill name the purged file and exit 3; rows of a file that is there are released all the same', async () => {
  await house.overlay('label.csv', LABEL_HEADING, 'target_group,fasit,Kontanhjælp,KTH,,')
  const gone = `${FIRST} er slettet 2020-05-15, da fristen for filer med personoplysninger var gået`
  await expect(releaseWord(house.config, undefined, NO_PUBLISH, quiet)).rejects.toMatchObject({
    code: 'NOTHING_WAITING',
    exitCode: 3,
    message: `${gone}; rækkerne kan ikke læses igen.`,
  })
  await rm(inHome('reference', 'label.csv'))
  await house.deliver(LATER, file([bad('3', 'Kontanhjælp'), line({ ForløbID: '4' })]))
  await house.run('fasit-spells', NO_PUBLISH)
  await house.overlay('label.csv', LABEL_HEADING, 'target_group,fasit,Kontanhjælp,KTH,,')
  const released = await releaseWord(house.config, undefined, NO_PUBLISH, quiet)
  expect([released.exitCode, released.json]).toMatchObject([
    3,
    { releases: [{ file_name: LATER, released: 1 }], purged: [FIRST] },
  ])
  expect(released.text).toContain(gone)
  const flags = { from: '2020-02', to: '2020-02', ...NO_PUBLISH }
  const again = await backfillWord(house.config, 'fasit-spells', flags, quiet)
  expect([again.exitCode, again.json]).toMatchObject([3, { parts: [{ purged: [FIRST] }] }])
  expect(again.text).toContain(gone)
})

test('a file that comes again is kept its own days, and one that was removed by a night that died is noted by the next', async () => {
  const path = await house.deliver(FIRST, SPELLS)
  await house.run('fasit-spells', { ...NO_PUBLISH, file: path, force: true })
  // LATER was put on again after it, and keeps the day it was first taken.
  expect((await night('2020-05-14')).purged).toEqual([])
  const [archived] = await house.query<{ path: string }>(
    "select archived_path as path from ops.run where file_name = $1 and state = 'done' and purged_on is null limit 1",
    [LATER],
  )
  await rm(inHome(archived?.path ?? ''))
  expect((await night('2020-05-15')).purged).toHaveLength(2)
  const open = (await told()).filter(
    ({ file_name, purged_on }) => /FASIT/.test(file_name) && !purged_on,
  )
  expect(open).toEqual([])
})

test('a revert that would lose what no file can give again says so before it is confirmed', async () => {
  const [first] = await house.query<{ run_id: string }>(
    "select run_id from ops.run where file_name = $1 and state = 'done' order by run_id desc limit 1",
    [FIRST],
  )
  const reverting = revertWord(house.config, first?.run_id ?? '', NO_PUBLISH, quiet)
  const error: unknown = await reverting.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'CONFIRMATION_NEEDED' })
  const todo = (error as MartError).context.todo
  expect(todo).toContain(`${LATER} er slettet 2020-05-15`)
  expect(todo).toContain('kan ikke indlæses igen')
})

test('what no run tells of goes by the day it was put there; what lies plain from before is encrypted', async () => {
  await mkdir(inHome('archive', 'fasit-partial-return', '2020-01'), { recursive: true })
  const stray = inHome(
    'archive',
    'fasit-partial-return',
    '2020-01',
    '0123456789abcdef-SYG_Delvis_F_20200103.csv',
  )
  await writeFile(stray, partialFile([{}]))
  // Of the sender's, and not taken yet, because no feed takes the name.
  const untaken = inHome('inbox', 'Udtræk.csv')
  await writeFile(untaken, SPELLS)
  expect((await night('2020-05-15')).purged).toEqual([])
  expect(await isSealed(stray)).toBe(true)
  const stuck = inHome('inbox', 'Udtræk_2.csv')
  await writeFile(stuck, 'age-encryption.org/v1\n')
  const purged = (await night('2199-01-01')).purged
  expect(purged.map((each) => each.replace(/^.*\//, ''))).toEqual([
    '0123456789abcdef-SYG_Delvis_F_20200103.csv',
    'Udtræk_2.csv',
  ])
  expect([existsSync(stray), existsSync(stuck), existsSync(untaken)]).toEqual([false, false, true])
})

test('the home sets the days, and a value that is no number stops nothing but the purge', async () => {
  await house.deliver(LATER, file([line({ ForløbID: '4' })]))
  await house.run('fasit-spells', NO_PUBLISH)
  const parameter = (days: string) =>
    writeFile(
      inHome('reference', 'parameter.csv'),
      `name,value,unit,note\noriginal_days,${days},days,Kort\n`,
    )
  await parameter('mange')
  const { exitCode, text } = await night('2020-02-16')
  expect([exitCode, text]).toEqual([4, expect.stringContaining('original_days')])
  await parameter('2')
  expect((await night('2020-02-16')).purged).toEqual([])
  expect((await night('2020-02-17')).purged).toHaveLength(1)
})
