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
const GUESS = '#? '

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

function fileLines({ feed, fileKeys, filePattern }: Proposal): readonly string[] {
  const { files, fullFiles, deltaFiles, encoding, delimiter } = feed.override ?? {}
  const said = [
    ['files', files],
    ['full_files', fullFiles],
    ['delta_files', deltaFiles],
    ['encoding', encoding],
    ['delimiter', delimiter && delimiterName(delimiter)],
  ] as const
  return [
    ...said.flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${scalar(value)}`])),
    ...(fileKeys.length > 0 ? ['# Feedet tager ikke filer med det navn fra indbakken.'] : []),
    ...fileKeys.map((key) => `${GUESS}${key}: ${scalar(filePattern)}`),
  ]
}

function headingLines({ feed, headings, dropped }: Proposal): readonly string[] {
  const known = headings.filter(({ certainty, said }) => certainty === 'known' && said.length === 0)
  const unknown = feed.open ? 'Opdelinger og målinger' : 'Ukendte, gemmes ikke'
  return [
    ...(known.length > 0
      ? [`# Hedder som ventet: ${known.map(({ column }) => column).join(', ')}`]
      : []),
    ...(dropped.length > 0 ? [`# ${unknown}: ${dropped.join(', ')}`] : []),
    ...section('headings:', headings.flatMap(headingLine)),
  ]
}

const REASONS = {
  name: 'kun navnet ligner',
  content: 'kun indholdet passer',
  both: 'navn og indhold ligner',
} as const

/** What is said already stays as it is, until what is found beside it is sure. */
function headingLine({ column, heading, certainty, reason, rivals, said }: ProposedHeading) {
  const line = (names: readonly string[]) => `${scalar(column)}: ${scalar(names)}`
  if (heading === null) {
    const remark = certainty === 'missing' ? '  # mangler; skal være i filen' : ''
    if (said.length > 0) return [`${line(said)}${remark}`]
    return certainty === 'missing' ? [`${GUESS}${line(['OVERSKRIFT'])}${remark}`] : []
  }
  if (certainty === 'known') return said.length > 0 ? [line(said)] : []
  const also = rivals.length > 0 ? `; også muligt: ${someOf(rivals)}` : ''
  const remark = `  # ${reason ? REASONS[reason] : ''}${also}`
  if (certainty === 'sure') return [`${line([...said, heading])}${remark}`]
  if (said.length === 0) return [`${GUESS}${line([heading])}${remark}`]
  return [`${line(said)}  # måske også ${scalar(heading)}: ${remark.trim().slice(2)}`]
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
