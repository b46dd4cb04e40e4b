/** Owns how Statistics Denmark's population tables are read: FOLK1A and FOLK1AM, in text or codes, Danish or English. */
import {
  area,
  bad,
  choice,
  defineFeed,
  filledIfPresent,
  good,
  period,
  required,
} from '../../src/connector.ts'
import { type Ages, age, OPEN_END, persons, withCode } from './cells.ts'

const sex = choice({
  ALL: ['I alt', 'TOT', 'Total', 'Køn i alt', 'Sex, total', 'Mænd og kvinder i alt'],
  M: ['Mænd', '1', 'M', 'Men', 'Male', 'Males'],
  K: ['Kvinder', '2', 'K', 'Women', 'Female', 'Females'],
})

const civilStatus = choice({
  ALL: ['I alt', 'TOT', 'Total', 'Civilstand i alt', 'Marital status, total'],
  U: ['Ugift', 'U', 'Never married'],
  G: ['Gift/separeret', 'G', 'Married/separated'],
  E: ['Enke/enkemand', 'E', 'Widowed'],
  F: ['Fraskilt', 'F', 'Divorced'],
})

// FOLK1A counts on the first day of a quarter, FOLK1AM of a month; the file's own periods tell which it is.
const TABLES = { Q: 'FOLK1A', M: 'FOLK1AM' } as const
const EXPECTED_PERIOD = 'et kvartal (FOLK1A: 2020K1, 2020Q1) eller en måned (FOLK1AM: 2021M10)'

function tableOf(periodType: string): string | undefined {
  return periodType === 'Q' || periodType === 'M' ? TABLES[periodType] : undefined
}

/** Which splits a cell keeps; cells of one split replace each other and never erase another split. */
function splitsOf(sexCode: string, ages: Ages, civil: string): string {
  const isAllAges = ages.from === 0 && ages.to === OPEN_END
  return [!isAllAges && 'age', civil !== 'ALL' && 'civil', sexCode !== 'ALL' && 'sex']
    .filter(Boolean)
    .join(';')
}

export const statbankPopulation = defineFeed({
  id: 'statbank-population',
  connector: 'statbank',
  title: 'Folketal (Danmarks Statistik)',
  files: [/FOLK1A.*\.csv$/i],
  takes: ['FOLK1A.csv', 'FOLK1A_2020K1.csv', 'FOLK1AM.csv'],
  isShared: true,
  part: (fileName) => (/FOLK1AM/i.test(fileName) ? 'FOLK1AM' : 'FOLK1A'),
  columns: {
    area: filledIfPresent('OMRÅDE', withCode(area()), {
      aliases: [
        'REGION',
        'REGION/OMRÅDE',
        'AREA',
        'BOPÆL',
        'BOPÆLSOMRÅDE',
        'KOMMUNE',
        'MUNICIPALITY',
      ],
      whenAbsent: 'Filen har intet område; den er læst som hele landet.',
    }),
    sex: filledIfPresent('KØN', withCode(sex), { aliases: ['SEX', 'SEX/KØN', 'GENDER'] }),
    age: filledIfPresent('ALDER', withCode(age), { aliases: ['AGE', 'AGE/ALDER'] }),
    civilStatus: filledIfPresent('CIVILSTAND', withCode(civilStatus), {
      aliases: ['MARITAL STATUS', 'CIVIL STATUS'],
    }),
    period: required('TID', withCode(period()), {
      aliases: ['TIME', 'TIME/TID', 'PERIOD', 'PERIODE', 'KVARTAL', 'QUARTER', 'MÅNED', 'MONTH'],
    }),
    persons: required('INDHOLD', persons, {
      aliases: ['CONTENT', 'CONTENTS', 'VALUE', 'FOLKETAL', 'POPULATION', 'ANTAL'],
    }),
  },
  key: ['area', 'sex', 'age', 'civilStatus', 'period'],
  target: 'population',
  freshDays: 150,
  normalise: ({ area, sex, age, civilStatus, period, persons }) => {
    const table = tableOf(period.type)
    if (table === undefined) return bad('BAD_PERIOD', EXPECTED_PERIOD, period.code)
    const ages = age ?? { from: 0, to: OPEN_END }
    const sexCode = sex ?? 'ALL'
    const civil = civilStatus ?? 'ALL'
    return good([
      {
        municipality_code: area?.municipalityCode ?? '000',
        table_id: table,
        period: period.code,
        area_code: area?.code ?? 'DK',
        dimension_names: splitsOf(sexCode, ages, civil),
        sex: sexCode,
        age_from: ages.from,
        age_to: ages.to,
        civil_status: civil,
        period_start: period.start,
        period_end: period.end,
        persons,
      },
    ])
  },
})
