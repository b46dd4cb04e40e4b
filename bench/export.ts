/** Owns the export that is loaded: a made-up jobindsats table of any length, in the layout of the API's CSV. */
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PACKAGE_ROOT } from '../src/db/root.ts'

/** Measures in each row. */
export const MEASURES = 4

const HEADING =
  'Area;Periode;A-kasse;Antal personer;Antal fuldtidspersoner;Fuldtidspersoner i pct. af befolkningen;Gennemsnitlig varighed i uger'
const MONTHS = 120
const LINES_AT_ONCE = 5000

/** Writes so many rows: every municipality over ten years, with as many made-up unemployment funds as that takes. */
export async function writeExport(path: string, rows: number): Promise<void> {
  const areas = await municipalities()
  const funds = Math.ceil(rows / areas.length / MONTHS)
  await pipeline(Readable.from(chunks(areas, funds, rows)), createWriteStream(path))
}

async function municipalities(): Promise<readonly string[]> {
  const text = await readFile(join(PACKAGE_ROOT, 'sql/reference/area.csv'), 'utf8')
  return [...text.matchAll(/^\d{3},municipality,([^,]+)/gm)].map(([, name]) => name ?? '')
}

function* chunks(areas: readonly string[], funds: number, rows: number): Generator<string> {
  let lines = [HEADING]
  for (let row = 0; row < rows; row += 1) {
    const place = Math.floor(row / funds)
    const area = areas[Math.floor(place / MONTHS) % areas.length] ?? ''
    lines.push(lineOf(row, area, place % MONTHS, (row % funds) + 1))
    if (lines.length < LINES_AT_ONCE) continue
    yield `${lines.join('\n')}\n`
    lines = []
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`
}

function lineOf(row: number, area: string, month: number, fund: number): string {
  const period = `${2010 + Math.floor(month / 12)}M${String(1 + (month % 12)).padStart(2, '0')}`
  // Multiples of a prime in place of chance: the same file every time, and no pattern that compresses.
  const persons = (row * 7919) % 4001
  // One cell in fifty is kept back by the source.
  const fullTime = row % 50 === 0 ? '' : decimal((row * 104_729) % 400_009, 2)
  const share = decimal((row * 1299) % 10_007, 3)
  const weeks = decimal((row * 611) % 2003, 1)
  return [area, period, `A-kasse ${fund}`, persons, fullTime, share, weeks].join(';')
}

function decimal(digits: number, decimals: number): string {
  return (digits / 10 ** decimals).toFixed(decimals).replace('.', ',')
}
