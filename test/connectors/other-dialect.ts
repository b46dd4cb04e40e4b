/** Owns the hand-written sample of spells as another municipality would export it: the dialect of fixtures/jobmart.example.yaml. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { PACKAGE_ROOT } from '../../src/db/root.ts'

export const SAMPLE = join(
  PACKAGE_ROOT,
  'fixtures/samples/fasit-spells/FASIT_Forloeb_D_20200203.csv',
)
export const OTHER_NAME = 'Maalgrupper_dag_20200203.csv'

const HEADINGS: Readonly<Record<string, string>> = {
  'CPR-nr.': 'Borgers CPR-nr.',
  Ydelse: 'Ydelsesart',
  Startdato: 'Forløbets startdato',
  Slutdato: 'Slut',
  Afslutningsårsag: 'Afslutningsårsag (kode)',
  Status: 'Forløbsstatus',
  Ændret: 'Dato for ændring',
}

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ydelse: { Kontanthjælp: 'KTH.hjælp' },
  Visitationskategori: { Aktivitetsparat: 'AKT' },
  Afslutningsårsag: { 'JOB Ordinært arbejde': 'I arbejde' },
  Status: { A: '1', L: '2', Lukket: '2', S: '9' },
}

/** The rows of the sample in the other dialect, the info line, headings and trailer included. */
export async function otherRows(): Promise<readonly (readonly string[])[]> {
  const text = new TextDecoder('windows-1252').decode(await readFile(SAMPLE))
  const options = { delimiter: ';', relax_column_count: true, relax_quotes: true } as const
  const [info = [], headings = [], ...lines] = parse(text, options)
  const rows = lines.map((cells) =>
    cells.map((cell, index) => WORDS[headings[index] ?? '']?.[cell] ?? cell),
  )
  return [info, headings.map((heading) => HEADINGS[heading] ?? heading), ...rows]
}

/** A file of those rows: UTF-16 with bars between the cells. */
export async function otherFile(rows?: readonly (readonly string[])[]): Promise<Buffer> {
  const lines = (rows ?? (await otherRows())).map((cells) => cells.map(quoted).join('|'))
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf16le')
}

function quoted(cell: string): string {
  return /[|"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
