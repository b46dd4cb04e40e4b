/** Owns how jobindsats.dk's tables are read: any table, its dimensions and measures stored long. */
import {
  area,
  bad,
  defineFeed,
  externalMeasures,
  extra,
  good,
  measure,
  normaliseText,
  type OpenCells,
  period,
  required,
  text,
} from '../../src/connector.ts'
import { MEASURE_HEADING, VALUE_HEADING } from './laid-out.ts'
import { TABLE_ID, tableId, tableInside } from './table.ts'
import { websiteLayout } from './website.ts'

export { tableId }

export const jobindsats = defineFeed({
  id: 'jobindsats',
  connector: 'jobindsats',
  title: 'jobindsats.dk (STAR)',
  files: [new RegExp(`${TABLE_ID.source}.*\\.(?:csv|json|ndjson|jsonl|xlsx)$`, 'i')],
  takes: ['y07a02.csv', 'PTV_A02-2020.json', 'Viborg_Y25I06b.xlsx', 'y07a02.zip'],
  isShared: true,
  part: tableId,
  partInside: tableInside,
  layout: websiteLayout,
  columns: {
    area: required('Område', area(), { aliases: ['Area'] }),
    period: required('Periode', period()),
    table: extra('Tabel-id', text(), { aliases: ['Tabelid', 'Tabel', 'Table_id', 'TableID'] }),
  },
  // jobindsats shows nothing below three persons: an empty cell is a figure it keeps back, not a zero.
  open: {
    measures: measure(
      {
        '': 'suppressed',
        '-': 'suppressed',
        '.': 'suppressed',
        '..': 'suppressed',
        '*': 'suppressed',
      },
      { percent: true },
    ),
  },
  key: ['area', 'period'],
  target: 'external_measure',
  freshDays: 75,
  normalise: (row, { part = '', reference }, open) =>
    row.table === null || tableId(row.table) === part
      ? good(
          externalMeasures('jobindsats', part, row.area, row.period, asMeasures(open), reference),
        )
      : bad('BAD_VALUE', `tabellen ${part}, som resten af filen`, row.table),
})

/** A row of one figure has its measure as a member: the figure goes under that name. */
function asMeasures(open: OpenCells): OpenCells {
  const [only] = open.measures
  const isOne =
    open.measures.length === 1 && normaliseText(only?.[0] ?? '') === normaliseText(VALUE_HEADING)
  const member = open.dimensions.find(([heading]) => heading === MEASURE_HEADING)
  if (!isOne || !only || !member) return open
  return {
    dimensions: open.dimensions.filter((dimension) => dimension !== member),
    measures: [[member[1], only[1]]],
  }
}
