/** Owns: a label counts for the rows of the days it holds, and a row outside them waits until its dates are mended. */
import { expect, test } from '@jest/globals'
import { labels } from '../../src/cli/words/labels.ts'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { file, line } from '../connectors/fasit-file.ts'
import { LABEL_HEADING, openHouse, type TestHouse } from '../support/house.ts'

const NAME = 'FASIT_Forloeb_D_20200203.csv'

async function teach(house: TestHouse, ...lines: readonly string[]): Promise<void> {
  await house.overlay('label.csv', LABEL_HEADING, ...lines)
}

const spell = (id: string, start: string) =>
  line({ ForløbID: id, Startdato: start, Ydelse: 'Hjemrejsehjælp', Slutdato: '' })

const SPELLS = "select start_date, benefit from core.benefit_spell where recorded_to = 'infinity'"

test('a spell is read by the labels of its first day; the rest wait, are told with their line, and are released', async () => {
  const house = await openHouse()
  await teach(house, 'target_group,fasit,Hjemrejsehjælp,SHO,2020-01-01,2020-01-31')
  const days = ['31-12-2019', '01-01-2020', '31-01-2020', '01-02-2020']
  await house.deliver(NAME, file(days.map((start, id) => spell(String(id), start))))
  const { exitCode, json } = await house.run('fasit-spells')
  expect(exitCode).toBe(1)
  expect(json.loads[0]?.faults).toMatchObject([
    {
      ...{ code: 'UNKNOWN_LABEL', line: 3, column: 'Ydelse' },
      message: expect.stringContaining(
        'en betegnelse, der gælder 2019-12-31 (target_group, fasit; kendt fra 2020-01-01 til 2020-01-31)',
      ),
    },
    { code: 'UNKNOWN_LABEL', line: 6, message: expect.stringContaining('gælder 2020-02-01') },
  ])
  expect(await house.query(`${SPELLS} order by 1`)).toEqual([
    { start_date: '2020-01-01', benefit: 'SHO' },
    { start_date: '2020-01-31', benefit: 'SHO' },
  ])
  const cure = 'target_group,fasit,Hjemrejsehjælp,SHO,,'
  expect((await labels(house.config)).json).toMatchObject({
    labels: [{ feed: 'fasit-spells', got: 'Hjemrejsehjælp', file: 'label.csv', line: cure }],
  })

  await teach(house, cure.replace(',,', ',,2020-01-31'))
  const first = await releaseWord(house.config, undefined, { publish: true }, () => undefined)
  expect(first).toMatchObject({ exitCode: 1, json: { releases: [{ released: 1, remaining: 1 }] } })
  await teach(house, cure)
  const second = await releaseWord(house.config, undefined, { publish: true }, () => undefined)
  expect(second).toMatchObject({ exitCode: 0, json: { releases: [{ released: 1, remaining: 0 }] } })
  expect(await house.query(SPELLS)).toHaveLength(4)
})

test('a row whose day cannot be read is judged by the day the file was extracted', async () => {
  const house = await openHouse()
  await teach(house, 'target_group,fasit,Hjemrejsehjælp,SHO,2020-02-03,')
  await house.deliver(NAME, file([spell('1', '31-02-2020'), spell('2', '03-02-2020')]))
  const { json } = await house.run('fasit-spells')
  expect(json.loads[0]?.faults).toMatchObject([{ code: 'BAD_DATE', line: 3 }])
  expect(json.loads[0]?.faults).toHaveLength(1)
})
