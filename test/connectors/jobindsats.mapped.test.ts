/** Owns the proof that national figures carry the house's own codes, and that the reform of 2025 moves no figure twice. */
import { beforeAll, expect, test } from '@jest/globals'
import { openHouse, type TestHouse } from '../support/house.ts'

let house: TestHouse

const FILES: Readonly<Record<string, readonly string[]>> = {
  'y07a02.csv': [
    'Område;Periode;Køn;Alder;Herkomst;Antal personer;Fuldtidspersoner i pct. af arbejdsstyrken',
    'Viborg;2020M01;Køn i alt;Alder i alt;Herkomst i alt;1915;2,7',
    'Viborg;2020M01;Kvinder;16-19 år;Personer med dansk oprindelse;4;0,0',
    'Viborg;2020M01;Mænd;Under 30 år;Efterkommere fra ikke-vestlige lande;5;0,0',
    'Viborg;2020M01;Køn i alt;65 år og derover;Fra månen;6;0,0',
    'Viborg;2020M01;Andet;Alle aldre;I alt;7;0,0',
    'Viborg;2020M01;Køn i alt;Ukendt alder;I alt;8;0,0',
  ],
  'y35a02.csv': [
    'Område;Periode;Antal fuldtidspersoner',
    'Viborg;2019M12;270',
    'Viborg;2020M01;271',
    'Viborg;2025M07;1',
  ],
  'y36a02.csv': ['Område;Periode;Antal fuldtidspersoner', 'Viborg;2025M06;770', 'Viborg;2025M07;2'],
  'y60a02.csv': [
    'Område;Periode;Kontanthjælpssats;Visitationskategori;Antal fuldtidspersoner',
    'Viborg;2025M06;Kontanthjælpssats i alt;Visitationskategori i alt;1421',
    'Viborg;2025M07;Kontanthjælpssats i alt;Visitationskategori i alt;1384',
    'Viborg;2025M07;Mindstesats øvrige;Åbenlys uddannelsesparat;84',
    'Viborg;2025M07;Grundsats;Jobparat;300',
  ],
  'ptv_a02.csv': [
    'Område;Periode;Ydelsesgrupper;Antal fuldtidspersoner',
    'Viborg;2020M01;Ydelsesgrupper i alt;11190',
    'Viborg;2020M01;Førtidspension;4150',
    'Viborg;2020M01;Månepension;3',
  ],
  'y09a21.csv': [
    'Område;Periode;Varighed;Antal forløb 1-2 år;Antal forløb 2-3 år',
    'Viborg;2020M01;Over 52 uger;5;6',
  ],
}

beforeAll(async () => {
  house = await openHouse()
  for (const [name, lines] of Object.entries(FILES)) {
    await house.deliver(name, `${lines.join('\n')}\n`)
  }
  expect((await house.run('jobindsats', { publish: false })).exitCode).toBe(0)
})

async function mapped(columns: string, where: string): Promise<string[]> {
  const rows = await house.query<{ row: string }>(
    `select concat_ws('|', ${columns}) as row from core.external_measure_mapped where ${where} order by value, 1`,
  )
  return rows.map(({ row }) => row)
}

test('sex, ages and origin are codes; what is not split is ALL, and what nobody knows is UKENDT', async () => {
  const columns =
    'value::integer, target_group, sex, age_group, age_from, age_to, origin, measure_code'
  expect(await mapped(columns, `table_id = 'Y07A02' and measure = 'antal personer'`)).toEqual([
    '4|SDP|K|16-19|16|19|DANSK|persons',
    '5|SDP|M|16-29|16|29|EFT_IKKE_VEST|persons',
    '6|SDP|ALL|65+|65|999|UKENDT|persons',
    '7|SDP|UKENDT|ALL|ALL|persons',
    '8|SDP|ALL|UKENDT|ALL|persons',
    '1915|SDP|ALL|ALL|ALL|persons',
  ])
  expect(await mapped('measure_code', `table_id = 'Y07A02' and value = 2.7`)).toEqual([
    'full_time_pct_workforce',
  ])
})

test('a table is about its target group only in its time, so the reform moves each figure once', async () => {
  const columns = 'value::integer, period, target_group, readiness'
  expect(await mapped(columns, `table_id = 'Y35A02'`)).toEqual([
    ...['1|2025-07|UKENDT|ALL', '270|2019-12|INT|ALL', '271|2020-01|SHO|ALL'],
  ])
  expect(await mapped(columns, `table_id = 'Y36A02'`)).toEqual([
    ...['2|2025-07|UKENDT|ALL', '770|2025-06|KTH|ALL'],
  ])
  expect(await mapped(columns, `table_id = 'Y60A02'`)).toEqual([
    ...['84|2025-07|KTH-MIN|AUP', '300|2025-07|KTH|JP', '1384|2025-07|KTH|ALL'],
    '1421|2025-06|UKENDT|ALL',
  ])
})

test('in a table of all benefits the member is the target group, and dimensions of no code are named', async () => {
  expect(await mapped('value::integer, target_group', `table_id = 'PTV_A02'`)).toEqual([
    ...['3|UKENDT', '4150|FP', '11190|ALL'],
  ])
  expect(await mapped('measure, other_dimensions', `table_id = 'Y09A21'`)).toEqual([
    ...['antal forløb 1-2 år|Varighed', 'antal forløb 2-3 år|Varighed'],
  ])
})
