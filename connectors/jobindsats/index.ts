/** Owns how jobindsats.dk's tables are read: any table, its dimensions and measures stored long. */
import {
  area,
  defineFeed,
  externalMeasures,
  good,
  measure,
  period,
  required,
} from '../../src/connector.ts'

// Table ids as jobindsats writes them, anywhere in a file name; KMD writes PTVA02 for PTV_A02.
// The letter at the end (Y25I06b) counts only when no word follows: `y07a02viborg` is Y07A02.
const TABLE_ID =
  /(Y\d{2}[A-Z]{1,4}\d{2}(?:[A-Z](?![A-Z]))?(?:_ESCO)?|PTV_?[A-Z]\d{2}|OTIJ\d{2}|MAAL\d{2}|SMT\d{2})(?!\d)/i

/** The table id in jobindsats' own writing: upper case, `PTV_A02` with its underscore. */
export function tableId(name: string): string | undefined {
  return TABLE_ID.exec(name)?.[1]?.toUpperCase().replace(/^PTVA/, 'PTV_A')
}

export const jobindsats = defineFeed({
  id: 'jobindsats',
  connector: 'jobindsats',
  title: 'jobindsats.dk (STAR)',
  files: [new RegExp(`${TABLE_ID.source}.*\\.(?:csv|json|ndjson|xlsx)$`, 'i')],
  takes: ['y07a02.csv', 'PTV_A02-2020.json', 'Viborg_Y25I06b.xlsx', 'y07a02.zip'],
  part: tableId,
  columns: {
    area: required('Område', area(), { aliases: ['Area'] }),
    period: required('Periode', period()),
  },
  // jobindsats shows nothing below three persons: an empty cell is a figure it keeps back, not a zero.
  open: {
    measures: measure({
      '': 'suppressed',
      '-': 'suppressed',
      '.': 'suppressed',
      '..': 'suppressed',
      '*': 'suppressed',
    }),
  },
  key: ['area', 'period'],
  target: 'external_measure',
  freshDays: 75,
  normalise: (row, file, open) =>
    good(
      externalMeasures('jobindsats', file.part ?? '', row.area, row.period, open, file.reference),
    ),
})
