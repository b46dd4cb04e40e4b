/** Owns how Statistics Denmark's population tables are read: FOLK1A, in text or codes. */
import {
  area,
  bad,
  choice,
  defineFeed,
  filledIfPresent,
  good,
  integer,
  period,
  required,
} from '../../src/connector.ts'

/** Ages 0 to `OPEN_END` mean all ages; an open end is stored so that it sorts last. */
const OPEN_END = 999
const TOTAL_AGE = /^(ialt|tot|alder i alt|i alt|age,? total|total)$/i
const SINGLE_AGE = /^(\d{1,3})(?: år| years?)?$/
const OPEN_AGE = /^(\d{1,3})(?: år og derover| years and over|\+)$/
const AGE_RANGE = /^(\d{1,3})\s*[-–]\s*(\d{1,3})(?: år| years)?$/

const age = {
  parse: (cell: string) => {
    const range = ageRange(cell)
    return range
      ? good(range)
      : bad('BAD_VALUE', 'en alder, fx 25 år, 100 år og derover eller Alder i alt', cell)
  },
}

function ageRange(cell: string): { from: number; to: number } | undefined {
  if (TOTAL_AGE.test(cell)) return { from: 0, to: OPEN_END }
  const single = SINGLE_AGE.exec(cell)
  if (single) return { from: Number(single[1]), to: Number(single[1]) }
  const open = OPEN_AGE.exec(cell)
  if (open) return { from: Number(open[1]), to: OPEN_END }
  const range = AGE_RANGE.exec(cell)
  return range ? { from: Number(range[1]), to: Number(range[2]) } : undefined
}

const sex = choice({
  ALL: ['I alt', 'TOT', 'Total', 'Køn i alt'],
  M: ['Mænd', '1', 'Men'],
  K: ['Kvinder', '2', 'Women'],
})

const civilStatus = choice({
  ALL: ['I alt', 'TOT', 'Total', 'Civilstand i alt'],
  U: ['Ugift', 'U', 'Never married'],
  G: ['Gift/separeret', 'G', 'Married/separated'],
  E: ['Enke/enkemand', 'E', 'Widowed'],
  F: ['Fraskilt', 'F', 'Divorced'],
})

/** Which splits a cell keeps; cells of one split replace each other and never erase another split. */
function splitsOf(sexCode: string, ages: { from: number; to: number }, civil: string): string {
  const isAllAges = ages.from === 0 && ages.to === OPEN_END
  return [!isAllAges && 'age', civil !== 'ALL' && 'civil', sexCode !== 'ALL' && 'sex']
    .filter(Boolean)
    .join(';')
}

export const statbankPopulation = defineFeed({
  id: 'statbank-population',
  connector: 'statbank',
  title: 'Folketal (Danmarks Statistik)',
  files: [/FOLK1A(?!M).*\.csv$/i],
  takes: ['FOLK1A.csv', 'FOLK1A_2020K1.csv'],
  part: () => 'FOLK1A',
  columns: {
    area: filledIfPresent('OMRÅDE', area(), {
      aliases: ['REGION', 'BOPÆL'],
      whenAbsent: 'Filen har intet område; den er læst som hele landet.',
    }),
    sex: filledIfPresent('KØN', sex, { aliases: ['SEX'] }),
    age: filledIfPresent('ALDER', age, { aliases: ['AGE'] }),
    civilStatus: filledIfPresent('CIVILSTAND', civilStatus, { aliases: ['MARITAL STATUS'] }),
    period: required('TID', period(), { aliases: ['TIME'] }),
    persons: required('INDHOLD', integer(), { aliases: ['CONTENT'] }),
  },
  key: ['area', 'sex', 'age', 'civilStatus', 'period'],
  target: 'population',
  freshDays: 150,
  normalise: ({ area, sex, age, civilStatus, period, persons }) => {
    const ages = age ?? { from: 0, to: OPEN_END }
    const sexCode = sex ?? 'ALL'
    const civil = civilStatus ?? 'ALL'
    return good([
      {
        municipality_code: area?.municipalityCode ?? '000',
        table_id: 'FOLK1A',
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
