/** Owns how the figures that people type into the workbook of manual entries are read. */
import {
  choice,
  column,
  defineFeed,
  extra,
  good,
  presence,
  pseudonym,
  required,
  text,
  timestamp,
} from '../../src/connector.ts'
import { ageGroup, entryPeriod, figure, kpi, place, targetGroup } from './columns.ts'
import { judgeEntry } from './judge.ts'

export { unitName } from './units.ts'

const DELETED = choice({ J: ['J', 'Ja'], N: ['N', 'Nej'] })

export const manualEntries = defineFeed({
  id: 'manual-entries',
  connector: 'manual',
  title: 'Manuelle indtastninger',
  files: [/^Manuelle[ _]indtastninger.*\.(?:xlsx|csv)$/i],
  takes: ['Manuelle_indtastninger.xlsx', 'Manuelle_indtastninger_20200215.csv'],
  sheets: ['Indtastning'],
  // What a workbook lacks is not deleted: people start a new one; only the mark deletes.
  mode: () => 'delta',
  personal: true,
  columns: {
    kpi: required('KPI-id', kpi),
    period: required('Periode (ÅÅÅÅ-MM)', entryPeriod, { aliases: ['Periode'] }),
    place: column('Område/Team', place),
    targetGroup: column('Målgruppe', targetGroup),
    ageGroup: column('Aldersgruppe', ageGroup),
    value: column('Værdi', figure),
    unit: extra('Enhed', text()),
    numerator: extra('Tæller', figure),
    denominator: extra('Nævner', figure),
    enteredBy: extra('Indtastet af', pseudonym('caseworker')),
    enteredOn: extra('Indtastet dato', timestamp()),
    // Free text: known, and never kept.
    comment: extra('Kommentar', presence()),
    deleted: extra('Slet (J)', DELETED, { aliases: ['Slet'] }),
  },
  key: ['kpi', 'period', 'place', 'targetGroup', 'ageGroup'],
  target: 'manual_entry',
  freshDays: 62,
  judge: (row) => judgeEntry({ ...row, isDeleted: row.deleted === 'J' }),
  normalise: (row, file) =>
    good([
      {
        // As at the shared sources: the country, regions and RAR areas are nobody's own.
        municipality_code: row.place?.municipalityCode ?? file.municipality,
        kpi: row.kpi.code,
        period: row.period.code,
        area_code: row.place?.areaCode ?? file.municipality,
        team: row.place?.team ?? 'ALL',
        target_group: row.targetGroup ?? 'ALL',
        age_group: row.ageGroup ?? 'ALL',
        period_type: row.period.type,
        period_start: row.period.start,
        period_end: row.period.end,
        numerator: row.numerator?.value ?? null,
        denominator: row.denominator?.value ?? null,
        value: row.value?.value ?? null,
        entered_by_key: row.enteredBy,
        is_deleted: row.deleted === 'J',
        source_changed_at: row.enteredOn,
      },
    ]),
})
