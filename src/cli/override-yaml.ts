/** Owns the text of a proposal: lines for jobmart.yaml that can be pasted as they are, with what a person must look at as comments. */
import { stringify } from 'yaml'
import { maskPersonal } from '../core/mask.ts'
import { asArgument, counted, someOf } from '../core/text.ts'
import { delimiterName } from './feed-settings.ts'
import {
  isOpen,
  type Proposal,
  type ProposedCodes,
  type ProposedHeading,
} from './override-proposal.ts'

/** What stands before a line that a person is to look at; without it the line holds. */
export const GUESS = '#? '

/** The proposal as YAML; what is sure holds, the rest are comments. */
export function overrideYaml(proposal: Proposal): string {
  const { feed } = proposal
  const parts = [
    ...fileLines(proposal),
    ...headingLines(proposal),
    ...section('codes:', proposal.codes.flatMap(codeLines)),
  ]
  const isNeeded = parts.some((line) => !line.startsWith('# '))
  const lines = [
    ...introduction(proposal),
    ...(isNeeded
      ? [...usage(proposal), ...section('feeds:', section(`${feed.id}:`, parts))]
      : [
          '# Feedet kender alle overskrifter og koder; der skal intet stå i jobmart.yaml.',
          ...parts,
        ]),
  ]
  return `${maskPersonal(lines.join('\n'))}\n`
}

function introduction({ feed, fileName, look }: Proposal): readonly string[] {
  const { kind, format, sheet, headerLine, rows } = look
  const file = [
    kind.toUpperCase(),
    format && `${format.encoding}, skilletegn ${delimiterName(format.delimiter)}`,
    sheet !== undefined && `ark "${sheet}"`,
    `overskrifter på linje ${headerLine}`,
    counted(rows, 'række', 'rækker'),
  ]
  return [
    `# Forslag fra: jobmart new feed-override ${feed.id} --file ${asArgument(fileName)}`,
    `# Filen: ${file.filter(Boolean).join(', ')}.`,
  ]
}

function usage(proposal: Proposal): readonly string[] {
  const { feed, fileName } = proposal
  return [
    '# Sæt linjerne ind i jobmart.yaml i hjemmet; står der en feeds: i forvejen, så under den.',
    ...(isOpen(proposal)
      ? [`# ${GUESS}er gæt: ret dem, og fjern tegnene foran dem, der er rigtige.`]
      : []),
    `# Afprøv det så med: jobmart check ${feed.id} --file ${asArgument(fileName)}`,
    ...(feed.override?.encoding === undefined && feed.override?.delimiter === undefined
      ? [
          '# Er tegnsæt eller skilletegn fundet forkert, så skriv encoding: og delimiter: under feedet.',
        ]
      : []),
  ]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]
}

/** A text, or several, as a value or a key. */
function scalar(value: string | readonly string[]): string {
  const plain = typeof value === 'string' || value.length !== 1 ? value : value[0]
  return stringify(plain, { lineWidth: 0, collectionStyle: 'flow' }).trim()
}

function fileLines({ feed, filePattern }: Proposal): readonly string[] {
  const { files, fullFiles, deltaFiles, encoding, delimiter } = feed.override ?? {}
  const said = [
    ['files', files],
    ['full_files', fullFiles],
    ['delta_files', deltaFiles],
    ['encoding', encoding],
    ['delimiter', delimiter && delimiterName(delimiter)],
  ] as const
  const modes = new Set(feed.takes.map((name) => feed.mode?.(name)))
  const keys = modes.has('delta') ? ['full_files', 'delta_files'] : ['files']
  return [
    ...said.flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${scalar(value)}`])),
    ...(filePattern === undefined
      ? []
      : [
          '# Feedet tager ikke filer med det navn fra indbakken.',
          ...keys.map((key) => `${GUESS}${key}: ${scalar(filePattern)}`),
        ]),
  ]
}

function headingLines(proposal: Proposal): readonly string[] {
  const { feed, headings, missing, dropped } = proposal
  const known = headings.filter(({ names }) => names.length === 0).map(({ column }) => column)
  const lines = [
    ...headings.filter(({ names }) => names.length > 0).flatMap(headingLine),
    ...missing.map(
      (column) => `${GUESS}${scalar(column)}: OVERSKRIFT  # mangler; skal være i filen`,
    ),
  ]
  const unknown = feed.open ? 'Opdelinger og målinger' : 'Ukendte, gemmes ikke'
  return [
    ...(known.length > 0 ? [`# Hedder som ventet: ${known.join(', ')}`] : []),
    ...(dropped.length > 0 ? [`# ${unknown}: ${dropped.join(', ')}`] : []),
    ...section('headings:', lines),
  ]
}

const REASONS = {
  name: 'kun navnet ligner',
  content: 'kun indholdet passer',
  both: 'navn og indhold ligner',
} as const

function headingLine({ column, names, certainty, reason, rivals }: ProposedHeading) {
  const line = `${scalar(column)}: ${scalar(names)}`
  if (certainty === 'known') return [line]
  const also = rivals.length > 0 ? `; også muligt: ${someOf(rivals)}` : ''
  return [`${certainty === 'sure' ? '' : GUESS}${line}  # ${REASONS[reason]}${also}`]
}

const MOST_CODES = 30

function codeLines({ column, said, unknown, hidden, codes }: ProposedCodes): readonly string[] {
  const all =
    codes.length > MOST_CODES ? `${codes.slice(0, MOST_CODES).join(', ')} …` : codes.join(', ')
  return section(`${scalar(column)}:`, [
    ...Object.entries(said).map(([cell, word]) => `${scalar(cell)}: ${scalar(word)}`),
    ...(unknown.length > 0 ? [`# Vores koder: ${all}`] : []),
    ...unknown.map(
      ({ value, count, near }) =>
        `${GUESS}${scalar(value)}: ${near === undefined ? 'KODE' : scalar(near)}  # ${counted(count, 'række', 'rækker')}`,
    ),
    ...(hidden > 0
      ? [`# Ukendte værdier, der ikke vises, fordi de kan være personoplysninger: ${hidden}`]
      : []),
  ])
}
