/** Owns how own figures stand beside the national ones on a terminal. */
import { expect, test } from '@jest/globals'
import { besideNationalText, readBesideNational } from '../../src/cli/own-figures.ts'
import { openDatabase } from '../../src/db/connect.ts'
import { file, line } from '../connectors/fasit-file.ts'
import { ageLines, benefits, groupLines, population, S4 } from '../support/exports.ts'
import { load } from '../support/figures.ts'
import { openHouse } from '../support/house.ts'
import { CPR } from '../support/people.ts'

const SPELL = { ForløbID: '1', 'CPR-nr.': CPR.q, Ydelse: 'Sygedagpenge', Startdato: '16-12-2019' }

test('an own figure stands beside the national one of the same month, and a dash where there is none', async () => {
  const house = await openHouse()
  await load(house, {
    'FASIT_Forloeb_F_20200203.csv': file([line(SPELL)]),
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', S4)),
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 61_464)),
  })
  const database = await openDatabase(house.config.databaseUrl ?? '')
  const read = () => readBesideNational(database, '791', 2)
  const figures = await read().finally(() => database.close())
  const text = besideNationalText(figures)
  const lineOf = (name: string) =>
    text
      .split('\n')
      .find((each) => each.startsWith(name))
      ?.split(/ {2,}/)
  expect(lineOf('nøgletal')).toEqual([
    ...['nøgletal', '2019-12 egne', 'nationale', '2020-01 egne', 'nationale'],
  ])
  const name = 'Fuldtidspersoner på offentlig forsørgelse'
  expect(lineOf(name)).toEqual([name, '1', '–', '1', '11.190'])
  const share = 'Andel fuldtidspersoner på sygedagpenge'
  // Nobody tells how many lived there in the last quarter of 2019.
  expect(lineOf(share)).toEqual([share, '–', '–', '0,0 %', '2,1 %'])
})
