/** Owns what tests of persons share: made-up CPR numbers that fail modulus 11, and loading a file of any feed of FASIT's. */
import type { Row, RunJson, TestHouse } from './house.ts'

/** Numbers by letter, each with its own birth date; `z` is nobody. */
export const CPR = {
  a: '130580-1231',
  b: '020975-1448',
  c: '070365-1544',
  d: '090958-1113',
  e: '150904-4124',
  f: '140288-1236',
  g: '280301-9121',
  h: '051256-4312',
  i: '170867-4321',
  j: '030490-1235',
  k: '280785-1350',
  l: '190372-1122',
  m: '081146-3344',
  n: '150691-1222',
  o: '210982-3133',
  p: '060666-1353',
  q: '131074-1364',
  s: '740688-4422',
  z: '000000-0000',
} as const

export type Letter = keyof typeof CPR

const BIRTH_DATES: Readonly<Record<string, Letter>> = {
  '1980-05-13': 'a',
  '1975-09-02': 'b',
  '1965-03-07': 'c',
  '1958-09-09': 'd',
  '2004-09-15': 'e',
  '1988-02-14': 'f',
  '2001-03-28': 'g',
  '1956-12-05': 'h',
  '1967-08-17': 'i',
  '1990-04-03': 'j',
  '1985-07-28': 'k',
  '1972-03-19': 'l',
  '1946-11-08': 'm',
  '1991-06-15': 'n',
  '1982-09-21': 'o',
  '1966-06-06': 'p',
  '1974-10-13': 'q',
  '1988-06-14': 's',
}

const FEEDS: readonly (readonly [RegExp, string])[] = [
  [/^FASIT_Borger/, 'fasit-citizens'],
  [/^FASIT_Forloeb/, 'fasit-spells'],
  [/^SYG_Sygefravaer/, 'fasit-sickness'],
  [/^SYG_Delvis/, 'fasit-partial-return'],
]

/** Delivers a file and loads it with the feed its name tells, without publishing. */
export async function loadOne(
  house: TestHouse,
  name: string,
  text: string,
): Promise<RunJson['loads'][0] | undefined> {
  const feed = FEEDS.find(([pattern]) => pattern.test(name))?.[1] ?? ''
  await house.deliver(name, text)
  return (await house.run(feed, { publish: false })).json.loads[0]
}

/** Rows of a query on a core view, `person_key` as the letter of the number it stands for (by birth date); `z` is unknown. */
export async function byPerson(
  house: TestHouse,
  view: string,
  columns: readonly string[],
): Promise<readonly string[]> {
  const rows = await house.query<Row>(
    `select p.birth_date, ${columns.map((column) => `v.${column}::text as ${column}`).join(', ')}
     from ${view} as v left join core.person as p using (municipality_code, person_key)`,
  )
  return rows
    .map((row) => [
      BIRTH_DATES[String(row.birth_date)] ?? 'z',
      ...columns.map((column) => row[column] ?? '-'),
    ])
    .map((cells) => cells.join(' '))
    .sort()
}
