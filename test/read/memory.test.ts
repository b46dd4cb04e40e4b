/** Owns the proof that no file is held in memory: a process with a heap that its rows would fill reads it to the end. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'
import { tempFile } from './temp-file.ts'
import { handWorkbook } from './zip-file.ts'

const ROWS = 100_000
/** The rows as arrays of strings take more than twice as much. */
const HEAP_MB = 32

const HEADINGS = ['Område', 'Periode', 'Gruppe', 'Antal personer']

function rowAt(index: number): readonly string[] {
  const month = String(1 + (index % 12)).padStart(2, '0')
  return ['Viborg', `${1900 + (index % 150)}M${month}`, `gruppe nummer ${index}`, String(index)]
}

const rows = Array.from({ length: ROWS }, (_, index) => rowAt(index))

function sheetRow(cells: readonly string[]): string {
  const texts = cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`)
  return `<row>${texts.join('')}</row>`
}

const FILES: Readonly<Record<string, () => string | Uint8Array>> = {
  'y07a02.csv': () => `${[HEADINGS, ...rows].map((cells) => cells.join(';')).join('\n')}\n`,
  'y07a02.json': () => JSON.stringify({ columns: HEADINGS, rows }),
  'y07a02.xlsx': () =>
    handWorkbook({ sheets: [{ name: 'Data', rows: [HEADINGS, ...rows].map(sheetRow).join('') }] }),
}

const CHILD = fileURLToPath(new URL('memory.child.ts', import.meta.url))
const run = promisify(execFile)

test.each(Object.keys(FILES))(
  '%s of a hundred thousand rows is read in a small heap',
  async (name) => {
    const path = await tempFile(FILES[name]?.() ?? '', name)
    const node = [`--max-old-space-size=${HEAP_MB}`, '--import', 'tsx', CHILD, path]
    const { stdout } = await run(process.execPath, node)
    expect(stdout.trim()).toBe(String(ROWS + 1))
  },
)
