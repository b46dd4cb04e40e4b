/** Owns how the XML of one sheet becomes its rows: cells as text at their columns, merged texts repeated. */
import type { SourceRecord } from '../core/record.ts'
import { excelBoolean, excelIsoDate, excelNumberText, excelText } from './excel-cell.ts'
import { type Merge, type MergedTexts, mergedTexts } from './merged-cells.ts'
import { GENERAL } from './number-format.ts'
import { columnOf } from './sheet-address.ts'
import { openPart, type Sheet, TextCollector, type Workbook } from './workbook.ts'
import { readXml } from './xml.ts'

/**
 * The rows of a sheet that hold anything, each with its own number; trailing empty cells are left out.
 * A formula gives the result that was saved with it, or itself when there is none; an error gives its text (`#N/A`).
 */
export async function* readSheetRows(
  workbook: Workbook,
  sheet: Sheet,
  merges: readonly Merge[],
): AsyncGenerator<readonly SourceRecord[]> {
  const builder = new RowBuilder(workbook, mergedTexts(merges))
  const part = await openPart(workbook, sheet.part)
  for await (const _ of readXml(part, builder, workbook.path)) {
    const rows = builder.take()
    if (rows.length > 0) yield rows
  }
  const rows = builder.take()
  if (rows.length > 0) yield rows
}

/** A cell that points at a text which the file does not have: an error to every column. */
const LOST_TEXT = '#REF!'

/** The parts of a cell whose text is wanted: its value, its formula, and a text of its own. */
type Inside = 'v' | 'f' | 'is'

class RowBuilder {
  private readonly workbook: Workbook
  private readonly merged: MergedTexts
  private rows: SourceRecord[] = []
  private line = 0
  private column = 0
  private cells: string[] = []
  private isTextAt: boolean[] = []
  private type = 'n'
  private style = 0
  /** Undefined when no value is saved; a formula's may be an empty text. */
  private value: string | undefined
  private formula: string | undefined
  private inside: Inside | undefined
  private readonly own = new TextCollector()

  constructor(workbook: Workbook, merged: MergedTexts) {
    this.workbook = workbook
    this.merged = merged
  }

  take(): readonly SourceRecord[] {
    const { rows } = this
    this.rows = []
    return rows
  }

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    if (tag === 'c') this.startCell(attributes)
    else if (tag === 'row') {
      this.line = attributes['r'] === undefined ? this.line + 1 : Number(attributes['r'])
      this.column = 0
    } else if (tag === 'v' || tag === 'f' || tag === 'is') this.startInside(tag)
    else if (this.inside === 'is') this.own.open(tag)
  }

  text(text: string): void {
    if (this.inside === 'v') this.value += text
    else if (this.inside === 'f') this.formula += text
    else if (this.inside === 'is') this.own.add(text)
  }

  close(tag: string): void {
    if (tag === 'c') this.endCell()
    else if (tag === 'row') this.endRow()
    else if (tag === this.inside) this.inside = undefined
    else if (this.inside === 'is') this.own.close(tag)
  }

  private startCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    // A cell without an address stands right of the one before it.
    this.column = r === undefined ? this.column + 1 : columnOf(r)
    this.type = t
    this.style = Number(s)
    this.value = undefined
    this.formula = undefined
  }

  private startInside(tag: Inside): void {
    this.inside = tag
    if (tag === 'f') this.formula = ''
    if (tag === 'v') this.value = ''
  }

  private endCell(): void {
    const text = this.cellText()
    if (text === '') return
    while (this.cells.length < this.column) this.cells.push('')
    this.cells[this.column - 1] = text
    this.isTextAt[this.column - 1] = ['s', 'str', 'inlineStr'].includes(this.type)
  }

  private cellText(): string {
    const { type, value, workbook } = this
    if (type === 'inlineStr') return this.own.take()
    if (value === undefined) return this.formula === undefined ? '' : `=${this.formula}`
    if (value === '') return ''
    switch (type) {
      case 's':
        return workbook.texts[Number(value)] ?? LOST_TEXT
      case 'b':
        return excelBoolean(value)
      case 'd':
        return excelIsoDate(value)
      case 'n': {
        const format = workbook.formats[this.style] ?? GENERAL
        return excelNumberText(Number(value), format, workbook.dateSystem)
      }
      default:
        return excelText(value)
    }
  }

  private endRow(): void {
    if (this.cells.length === 0) return
    const { line } = this
    this.merged.fill(line, this.cells, this.isTextAt)
    this.rows.push({ line, cells: this.cells })
    this.cells = []
    this.isTextAt = []
  }
}
