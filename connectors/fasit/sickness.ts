/** Owns how sickness cases (Sygefravær) and their partial returns to work (Delvis raskmelding) are read. */
import {
  bad,
  column,
  date,
  decimal,
  defineFeed,
  extra,
  type Fault,
  good,
  label,
  labelText,
  openDate,
  person,
  presence,
  pseudonym,
  required,
  timestamp,
} from '../../src/connector.ts'
import {
  CPR_ALIASES,
  codeOf,
  endsBeforeStart,
  fasitMode,
  personFacts,
  READINESS,
  readiness,
  status,
} from './common.ts'

const HOURS_A_WEEK = 168
const hours = decimal({ decimals: 2 })

/** The faults of hours that no week has. */
function impossibleHours(
  written: readonly ({ readonly value: string } | null)[],
): readonly Fault[] {
  return written.flatMap((number) => {
    if (number === null || (Number(number.value) >= 0 && Number(number.value) <= HOURS_A_WEEK)) {
      return []
    }
    const outcome = bad('BAD_NUMBER', `timer pr. uge fra 0 til ${HOURS_A_WEEK}`, number.value)
    return outcome.ok ? [] : outcome.faults
  })
}

export const fasitSickness = defineFeed({
  id: 'fasit-sickness',
  connector: 'fasit',
  title: 'Sygefraværssager (FASIT)',
  files: [/^SYG_Sygefravaer_[FD]_\d{8}(?:_\d{1,2})?\.csv$/i],
  takes: ['SYG_Sygefravaer_D_20200203.csv', 'SYG_Sygefravaer_F_20200201_2.csv'],
  mode: fasitMode,
  personal: true,
  trailer: ['ANTAL'],
  columns: {
    case: required('SagsID', pseudonym('source_id'), { aliases: ['Sags ID'] }),
    person: required('CPR-nr.', person(), { aliases: CPR_ALIASES }),
    caseType: required('Sagsart', label('case_type', 'fasit'), { aliases: ['Sagsartskode'] }),
    firstAbsence: required('Første fraværsdag', date()),
    firstBenefit: column('Første ydelsesdag', openDate()),
    lastBenefit: column('Sidste ydelsesdag', openDate()),
    recovered: column('Raskmeldingsdato', openDate()),
    partialFrom: extra('Delvis rask fra', openDate()),
    partialTo: extra('Delvis rask til', openDate()),
    working: extra('Arbejdstimer pr. uge', hours),
    absent: extra('Fraværstimer pr. uge', hours),
    readiness: extra('Visitationskategori', readiness),
    reassessed: extra('Revurderingsdato', openDate()),
    extension: extra('Forlængelse §27', labelText(), { aliases: ['Forlængelse § 27'] }),
    replaced: extra('Afløst af JAF dato', openDate()),
    employer: extra('CVR arbejdsgiver', presence()),
    status: required('Status', status),
    changed: column('Ændret', timestamp(), { aliases: ['Sidst ændret'] }),
  },
  key: ['case'],
  target: 'sickness_case',
  freshDays: 10,
  judge: (row) => [
    ...endsBeforeStart('en sidste ydelsesdag', row.firstBenefit, row.lastBenefit),
    ...endsBeforeStart('en raskmeldingsdato', row.firstAbsence, row.recovered),
    ...endsBeforeStart('et delvis rask til', row.partialFrom, row.partialTo),
    ...impossibleHours([row.working, row.absent]),
  ],
  normalise: (row, file) =>
    good([
      {
        municipality_code: file.municipality,
        case_key: row.case,
        ...personFacts(row.person),
        case_type: row.caseType,
        first_absence_date: row.firstAbsence,
        first_benefit_date: row.firstBenefit,
        last_benefit_date: row.lastBenefit,
        recovered_on: row.recovered,
        partial_from: row.partialFrom,
        partial_to: row.partialTo,
        working_hours: row.working?.value ?? null,
        absence_hours: row.absent?.value ?? null,
        readiness: codeOf(READINESS, row.readiness),
        readiness_label: row.readiness,
        reassessed_on: row.reassessed,
        extension: row.extension,
        replaced_on: row.replaced,
        is_deleted: row.status === 'S',
        source_changed_at: row.changed,
      },
    ]),
})

export const fasitPartialReturn = defineFeed({
  id: 'fasit-partial-return',
  connector: 'fasit',
  title: 'Delvise raskmeldinger (FASIT)',
  files: [/^SYG_Delvis_[FD]_\d{8}(?:_\d{1,2})?\.csv$/i],
  takes: ['SYG_Delvis_D_20200203.csv', 'SYG_Delvis_F_20200201_2.csv'],
  mode: fasitMode,
  personal: true,
  trailer: ['ANTAL'],
  columns: {
    case: required('SagsID', pseudonym('source_id'), { aliases: ['Sags ID'] }),
    from: required('Delvis fra', date(), { aliases: ['Delvis rask fra'] }),
    to: column('Delvis til', openDate(), { aliases: ['Delvis rask til'] }),
    working: required('Arbejdstimer pr. uge', hours),
    absent: required('Fraværstimer pr. uge', hours),
    status: extra('Status', status),
    changed: extra('Ændret', timestamp(), { aliases: ['Sidst ændret'] }),
  },
  key: ['case', 'from'],
  target: 'partial_return',
  freshDays: 10,
  judge: (row) => [
    ...endsBeforeStart('et delvis til', row.from, row.to),
    ...impossibleHours([row.working, row.absent]),
  ],
  normalise: (row, file) =>
    good([
      {
        municipality_code: file.municipality,
        case_key: row.case,
        from_date: row.from,
        to_date: row.to,
        working_hours: row.working?.value ?? null,
        absence_hours: row.absent?.value ?? null,
        is_deleted: row.status === 'S',
        source_changed_at: row.changed,
      },
    ]),
})
