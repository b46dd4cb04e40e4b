/** Owns: the time zone of the machine moves no date: the program gives the same core and mart wherever it runs. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { file, line } from '../connectors/fasit-file.ts'
import {
  ageLines,
  benefits,
  groupLines,
  plan,
  population,
  S4,
  S4_OF_2019,
} from '../support/exports.ts'
import { martContents, openHouse } from '../support/house.ts'
import { environmentOf, word } from '../support/process.ts'

const PSEUDONYM_KEY = Buffer.alloc(32, 7).toString('base64')

/** First and last days of months and years, a leap day, and hours that summer time skips or repeats. */
const SPELLS = [
  { Startdato: '01-01-2020', Slutdato: '29-02-2020', Ændret: '01-01-2020 00:00' },
  { Startdato: '31-12-2019', Slutdato: '31-12-9999', Ændret: '29-03-2020 02:30' },
  { Startdato: '29-03-2020', Slutdato: '', Ændret: '25-10-2020 02:30' },
  { Startdato: '08-03-2020', Slutdato: '05-04-2020', Ændret: '08-03-2020 02:30' },
  { Startdato: '27-09-2020', Slutdato: '01-11-2020', Ændret: '31-12-2020 23:59' },
].map((spell, index) => line({ ...spell, ForløbID: String(index + 1), Oprettet: spell.Ændret }))

const FILES: Readonly<Record<string, string>> = {
  'FOLK1A.csv': population(
    ageLines('Viborg', '2020K1', 61_464),
    ageLines('Viborg', '2019K4', 61_464),
  ),
  'ptv_a02_20200101.csv': benefits(groupLines('Viborg', '2019M12', S4_OF_2019)),
  'ptv_a02_20200201.csv': benefits(groupLines('Viborg', '2020M01', S4)),
  'plan_maal_2020.csv': plan(2020, {
    ...{ no: '1', kpi: 'share_public_support', operator: '<=', target: '18,2', baseline: '18,4' },
  }),
  'FASIT_Forloeb_F_20200101.csv': file(SPELLS),
  'FASIT_Forloeb_F_20200229.csv': file(SPELLS.slice(1)),
}

/** What the program makes of the files in a time zone, by `nightly` on the first day of a month. */
async function stateIn(TZ: string) {
  const house = await openHouse({ businessDate: '2020-03-01' })
  for (const [name, content] of Object.entries(FILES)) await house.deliver(name, content)
  const environment = { ...environmentOf(house), JOBMART_PSEUDONYM_KEY: PSEUDONYM_KEY, TZ }
  const { exitCode, stdout, stderr } = await word(['nightly', '--json'], environment)
  // A feed that is late by this date is a warning, and has to be the same everywhere.
  if (exitCode === null || exitCode > 1) throw new Error(`exit ${exitCode}: ${stdout}${stderr}`)
  expect(await readdir(join(house.config.home, 'inbox'))).toEqual([])
  const mart = await martContents(house)
  expect(mart['kpi']?.length).toBeGreaterThan(0)
  return {
    exitCode,
    mart,
    spells: await house.query(
      `select spell_key, start_date::text, end_date::text, source_created_at::text,
         source_changed_at::text, person_key
       from core.benefit_spell where recorded_to = 'infinity' order by 1`,
    ),
    absences: await house.query('select row_key, absent_on::text from core.snapshot_absence'),
    files: await house.query(
      `select file_name, extracted_on::text, data_until::text from ops.run
       where file_name is not null order by run_id`,
    ),
    status: await house.query(
      `select feed, part, data_until::text, expected_by::text, state from mart.load_status order by 1, 2`,
    ),
  }
}

test('the program gives the same in New York and in Auckland as in Copenhagen, and the days of a file stay the days it says', async () => {
  const [home, west, east] = await Promise.all([
    stateIn('Europe/Copenhagen'),
    stateIn('America/New_York'),
    stateIn('Pacific/Auckland'),
  ])
  expect(west).toEqual(home)
  expect(east).toEqual(home)
  const { spells, absences } = east
  expect(spells.map((row) => `${row['start_date']} ${row['end_date']}`).sort()).toEqual([
    '2019-12-31 null',
    '2020-01-01 2020-02-29',
    '2020-03-08 2020-04-05',
    '2020-03-29 null',
    '2020-09-27 2020-11-01',
  ])
  expect(spells.map((row) => row['source_changed_at'])).toContain('2020-03-29 02:30:00')
  expect(absences.map((row) => row['absent_on'])).toEqual(['2020-02-29'])
}, 120_000)
