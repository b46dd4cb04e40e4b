/** Owns the proof that every form of the population tables loads: language, order, delimiter, tables, splits, totals, denominators. */
import { expect, test } from '@jest/globals'
import { openHouse } from '../support/house.ts'
import { denominators, runFile, runIn } from './statbank-file.ts'

const EXPECTED = [
  '791 2021-Q2 K 100 + 7',
  '791 2021-Q2 M 0 0 501',
  'DK 2021-Q2 ALL 0 + 5843347',
  'REG:082 2021-Q2 M 25 25 8800',
]

const FORMS: Readonly<Record<string, string | Buffer>> = {
  'in English, without a byte order mark': [
    'TID;ALDER;KØN;OMRÅDE;INDHOLD',
    '2021Q2;0 years;Men;Viborg;501',
    '2021Q2;100 years and over;Women;Viborg;7',
    '2021Q2;Age, total;Total;All Denmark;5843347',
    '2021Q2;25 years;Men;Central Denmark Region;8800\n',
  ].join('\n'),
  'with English headings, a comma and quotes': [
    '"REGION","SEX","AGE","MARITAL STATUS","TIME","CONTENT"',
    '"Viborg","Men","0 years","Total","2021Q2","501"',
    '"Viborg","Women","100 years and over","Total","2021Q2","7"',
    '"All Denmark","Total","Age, total","Total","2021Q2","5843347"',
    '"Region Midtjylland","Men","25 years","Total","2021Q2","8800"',
    '',
  ].join('\r\n'),
  'with code and text in each cell, tabs and a byte order mark': [
    '\ufeffOMRÅDE\tKØN\tALDER\tCIVILSTAND\tTID\tINDHOLD',
    '791 Viborg\t1 Mænd\t0 0 år\tTOT I alt\t2021K2\t501',
    '791 Viborg\t2 Kvinder\t100+\tTOT I alt\t2021K2\t7',
    '000 Hele landet\tTOT I alt\tIALT Alder i alt\tTOT I alt\t2021K2\t5.843.347',
    '082 Region Midtjylland\t1 Mænd\t25 25 år\tTOT I alt\t2021K2\t8800',
    '',
  ].join('\r\n'),
  'in windows-1252, text and codes mixed, decimals': Buffer.from(
    [
      'ALDER;OMRÅDE;INDHOLD;CIVILSTAND;KØN;TID',
      '0 år;791;501,00;TOT;Mænd;2021K2',
      '100 år og derover;Viborg;7,0;I alt;2;2021K2',
      'IALT;Hele landet;5843347,0;TOT;I alt;2021K2',
      '25;Region Midtjylland;8800,0;I alt;1;2021K2',
      '',
    ].join('\n'),
    'latin1',
  ),
}

test.each(Object.keys(FORMS))('the same cells %s give the same figures', async (form) => {
  const { load, cells } = await runIn(await openHouse(), 'FOLK1A.csv', FORMS[form] ?? '')
  expect(load?.rows).toMatchObject({ read: 4, loaded: 4 })
  expect(cells).toEqual(EXPECTED)
})

test('of a file in codes, the sums in the mart agree with its raw bytes', async () => {
  const areas = [
    ['000', 'DK'],
    ['084', 'REG:084'],
    ['751', '751'],
  ] as const
  const rows = areas.flatMap(([area], place) =>
    ['1', '2'].flatMap((sex) =>
      [0, 15, 16, 66, 99, 100].flatMap((age) =>
        ['2019K1', '2020K1'].map((period) => [area, sex, age, period, 1000 * place + 7 * age + 3]),
      ),
    ),
  )
  const raw = `OMRÅDE;KØN;ALDER;TID;INDHOLD\n${rows.map((row) => row.join(';')).join('\n')}\n`
  const house = await openHouse()
  const { load } = await runIn(house, 'FOLK1A-codes.csv', raw, true)
  expect(load?.rows).toMatchObject({ read: 72, loaded: 72 })
  for (const [code, area] of areas) {
    const lines = raw
      .split('\n')
      .filter((line) => line.startsWith(`${code};2;`) && /2020K1/.test(line))
    const sum = lines.reduce((total, line) => total + Number(line.split(';')[4]), 0)
    const [found] = await house.query(
      `select sum(persons)::integer as sum from mart.population
       where area_code = $1 and sex = 'K' and period = '2020-Q1'`,
      [area],
    )
    expect([area, found]).toEqual([area, { sum }])
  }
})

/** Lines of `area;age;period;persons` for the years of age from 16 to 66, each so many persons. */
function ages(area: string, period: string, each: number, leftOut?: number): string[] {
  return Array.from({ length: 51 }, (_, index) => index + 16)
    .filter((age) => age !== leftOut)
    .map((age) => `${area};${age} år;${period};${each}`)
}

const HEADER = 'OMRÅDE;ALDER;TID;INDHOLD'

test('FOLK1A is the denominator where FOLK1AM also gives the day, and FOLK1AM where it alone does', async () => {
  const house = await openHouse()
  const monthly = [HEADER, ...ages('Viborg', '2021M10', 900), ...ages('Viborg', '2021M11', 901)]
  const months = await runIn(house, 'FOLK1AM.csv', `${monthly.join('\n')}\n`)
  expect([months.exitCode, months.load?.rows.loaded]).toEqual([0, 102])
  expect(await denominators(house)).toContain('791 2021-10-01 16-66 45900')
  const quarters = [HEADER, ...ages('Viborg', '2021K4', 1000)]
  await runIn(house, 'FOLK1A.csv', `${quarters.join('\n')}\n`, true)
  expect(await denominators(house)).toContain('791 2021-10-01 16-66 51000')
  expect((await denominators(house)).filter((cell) => cell.includes('16-66'))).toHaveLength(1)
  const tables = await house.query(
    'select table_id, period, sum(persons)::integer as persons from mart.fact_population group by 1, 2 order by 1, 2',
  )
  expect(tables).toEqual([
    { table_id: 'FOLK1A', period: '2021-Q4', persons: 51_000 },
    { table_id: 'FOLK1AM', period: '2021-10', persons: 45_900 },
    { table_id: 'FOLK1AM', period: '2021-11', persons: 45_951 },
  ])
  // Another delivery of the quarter replaces it and leaves the months alone.
  const corrected = [HEADER, ...ages('Viborg', '2021K4', 1001)]
  await runIn(house, 'FOLK1A_ny.csv', `${corrected.join('\n')}\n`)
  expect(await denominators(house)).toContain('791 2021-10-01 16-66 51051')
})

test('a year is no period of these tables', async () => {
  const { load, cells } = await runFile(['OMRÅDE;TID;INDHOLD', 'Viborg;2021;5', 'Viborg;2021K1;6'])
  expect(load?.faults).toMatchObject([{ code: 'BAD_PERIOD', line: 2 }])
  expect(cells).toEqual(['791 2021-Q1 ALL 0 + 6'])
})

test('groups and totals beside single ages are totals, and nothing counts twice', async () => {
  const house = await openHouse()
  const lines = [
    HEADER,
    'Viborg;Alder i alt;2020K1;96921',
    'Viborg;16-66 år;2020K1;61200',
    'Viborg;65 år og derover;2020K1;3000',
    ...ages('Viborg', '2020K1', 1200),
  ]
  const { exitCode } = await runIn(house, 'FOLK1A.csv', `${lines.join('\n')}\n`, true)
  expect(exitCode).toBe(0)
  const [sums] = await house.query(
    `select (select sum(persons)::integer from mart.fact_population) as parts,
       (select count(*)::integer from mart.population_total) as totals`,
  )
  expect(sums).toEqual({ parts: 61_200, totals: 3 })
  expect(await denominators(house)).toContain('791 2020-01-01 16-66 61200')
})

test('the age group itself is a denominator; five-year groups that cross its ends are none, and warn', async () => {
  const house = await openHouse()
  const whole = await runIn(house, 'FOLK1A.csv', `${HEADER}\nViborg;16-66 år;2020K1;61464\n`)
  expect([whole.exitCode, await denominators(house)]).toEqual([0, ['791 2020-01-01 16-66 61464']])
  const groups = Array.from({ length: 12 }, (_, index) => 15 + 5 * index).map(
    (from) => `Vejle;${from}-${from + 4} år;2020K1;6000`,
  )
  const crossing = await runIn(house, 'FOLK1A_grupper.csv', `${[HEADER, ...groups].join('\n')}\n`)
  expect([crossing.exitCode, crossing.load?.message]).toEqual([
    1,
    expect.stringContaining('630 2020-Q1'),
  ])
  // 30-49 and 25-29 are made of whole groups.
  expect(await denominators(house)).toEqual([
    '630 2020-01-01 25-29 6000',
    '630 2020-01-01 30-49 24000',
    '791 2020-01-01 16-66 61464',
  ])
})

test('both sexes are a denominator where each has every age; else the total of both', async () => {
  const house = await openHouse()
  const bySex = (sex: string, each: number, leftOut?: number) =>
    ages('Viborg', '2020K1', each, leftOut).map((line) => `${sex};${line}`)
  const header = `KØN;${HEADER}`
  const file = (...lines: string[][]) => `${[header, ...lines.flat()].join('\n')}\n`
  const run = async (...lines: string[][]) => {
    const { exitCode } = await runIn(house, 'FOLK1A.csv', file(...lines))
    return [exitCode, (await denominators(house)).filter((cell) => cell.includes('16-66'))]
  }
  const men = bySex('Mænd', 600)
  expect(await run(men, bySex('Kvinder', 500))).toEqual([0, ['791 2020-01-01 16-66 56100']])
  expect(await run(men, bySex('Kvinder', 500, 38))).toEqual([1, []])
  expect(await run(men)).toEqual([1, []])
  const some = await run(men, bySex('Kvinder', 500, 38), bySex('I alt', 1100))
  expect(some).toEqual([0, ['791 2020-01-01 16-66 56100']])
})

test('civil statuses are added where all four are there; some of them are no population', async () => {
  const house = await openHouse()
  const header = 'OMRÅDE;CIVILSTAND;TID;INDHOLD'
  const four = ['Ugift;2020K1;40', 'Gift/separeret;2020K1;30', 'E;2020K1;20', 'Fraskilt;2020K1;10']
  const whole = [header, ...four.map((line) => `Viborg;${line}`)]
  const { cells } = await runIn(house, 'FOLK1A.csv', `${whole.join('\n')}\n`)
  expect(cells).toEqual(['791 2020-Q1 ALL 0 + 100'])
  const some = [header, ...four.slice(0, 3).map((line) => `Vejle;${line}`)]
  const partial = await runIn(house, 'FOLK1A_nogle.csv', `${some.join('\n')}\n`)
  expect([partial.exitCode, partial.load?.message]).toEqual([
    1,
    expect.stringContaining('kun nogle af civilstandene'),
  ])
  expect(partial.cells).toEqual(cells)
})

test('a figure the source does not give is no zero and no denominator', async () => {
  const house = await openHouse()
  const lines = [...ages('Viborg', '2020K1', 1200, 38), 'Viborg;38 år;2020K1;..']
  const { exitCode, load } = await runIn(house, 'FOLK1A.csv', `${[HEADER, ...lines].join('\n')}\n`)
  expect([exitCode, load?.rows]).toMatchObject([1, { read: 51, loaded: 51, quarantined: 0 }])
  expect((await denominators(house)).map((cell) => cell.split(' ')[2])).not.toContain('16-66')
  expect(await denominators(house)).toContain('791 2020-01-01 18-29 14400')
})

test('a missing age beside a total is loaded with a warning, and stops no publication', async () => {
  const lines = ['Viborg;Alder i alt;2020K1;96921', 'Viborg;0-15 år;2020K1;18000']
  const all = [HEADER, ...lines, ...ages('Viborg', '2020K1', 1200, 38)]
  const file = [...all, 'Viborg;67 år og derover;2020K1;17721', ''].join('\n')
  const { exitCode, cells } = await runIn(await openHouse(), 'FOLK1A.csv', file, true)
  expect([exitCode, cells.length]).toEqual([1, 53])
})

test('country, regions, provinces and municipalities of one file are told apart', async () => {
  const { cells } = await runFile([
    'OMRÅDE;TID;INDHOLD',
    '000;2020K1;5822763',
    '082;2020K1;1326340',
    'Region Hovedstaden;2020K1;1846023',
    'Landsdel Østjylland;2020K1;896503',
    'Bornholm;2020K1;39583',
    '411;2020K1;90',
    '791;2020K1;96921',
  ])
  expect(cells.map((cell) => cell.split(' ')[0])).toEqual([
    ...['411', '400', '791', 'DK', 'LD:09', 'REG:082', 'REG:084'].sort(),
  ])
})
