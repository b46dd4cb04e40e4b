/** Owns what a workbook tells beside its sheets: which there are, its texts, its formats and how it counts days. */
import { posix } from 'node:path'
import type { Readable } from 'node:stream'
import type { Entry } from 'yauzl'
import { MartError } from '../core/errors.ts'
import type { DateSystem } from './excel-cell.ts'
import { excelText } from './excel-cell.ts'
import { GENERAL, type NumberFormat, numberFormat } from './number-format.ts'
import { readSmallXml, readXml } from './xml.ts'
import type { Archive } from './zip.ts'

export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  readonly part: string
}

/** An open workbook. */
export interface Workbook {
  readonly path: string
  readonly archive: Archive
  /** In the order of their tabs. */
  readonly sheets: readonly Sheet[]
  readonly dateSystem: DateSystem
  /** The texts that cells point at by number. */
  readonly texts: readonly string[]
  /** What each cell style's number format says. */
  readonly formats: readonly NumberFormat[]
}

/** More text than this in one workbook would eat the memory. */
const MOST_CHARACTERS = 128 * 1024 * 1024

/**
 * Reads all of a workbook but the cells of its sheets.
 * @throws MartError NOT_A_DATA_FILE when the archive is no workbook, or its texts are more than memory can hold
 */
export async function readWorkbook(path: string, archive: Archive): Promise<Workbook> {
  const parts = new PartReader(path, archive)
  const main = [...(await parts.related('', 'officeDocument')).values()][0]
  if (main === undefined) throw noWorkbook(path)
  const sheetParts = await parts.related(main, 'worksheet')
  const { sheets, dateSystem } = await readSheets(parts, main, sheetParts)
  const [textPart] = (await parts.related(main, 'sharedStrings')).values()
  const [stylePart] = (await parts.related(main, 'styles')).values()
  return {
    path,
    archive,
    sheets,
    dateSystem,
    texts: textPart === undefined ? [] : await readTexts(parts, textPart),
    formats: stylePart === undefined ? [] : await readFormats(parts, stylePart),
  }
}

/** The bytes of a part of a workbook. */
export function openPart({ path, archive }: Workbook, name: string): Promise<Readable> {
  return new PartReader(path, archive).open(name)
}

class PartReader {
  readonly path: string
  private readonly archive: Archive
  private readonly byName: ReadonlyMap<string, Entry>

  constructor(path: string, archive: Archive) {
    this.path = path
    this.archive = archive
    this.byName = new Map(archive.entries.map((entry) => [entry.fileName.toLowerCase(), entry]))
  }

  async open(name: string): Promise<Readable> {
    const entry = this.byName.get(name.toLowerCase())
    if (!entry) throw noWorkbook(this.path)
    return this.archive.read(entry)
  }

  /** The parts of one kind that a part points at, by the id it knows them by. */
  async related(part: string, kind: string): Promise<ReadonlyMap<string, string>> {
    const { dir, base } = posix.parse(part)
    const name = posix.join(dir, '_rels', `${base}.rels`)
    const found = new Map<string, string>()
    if (!this.byName.has(name.toLowerCase())) return found
    await readSmallXml(
      await this.open(name),
      {
        open: (tag, { Id = '', Type = '', Target = '' }) => {
          if (tag !== 'Relationship' || !Type.endsWith(`/${kind}`)) return
          found.set(Id, Target.startsWith('/') ? Target.slice(1) : posix.join(dir, Target))
        },
      },
      this.path,
    )
    return found
  }
}

async function readSheets(
  parts: PartReader,
  main: string,
  sheetParts: ReadonlyMap<string, string>,
): Promise<Pick<Workbook, 'sheets' | 'dateSystem'>> {
  const sheets: Sheet[] = []
  let dateSystem: DateSystem = 1900
  await readSmallXml(
    await parts.open(main),
    {
      open: (tag, attributes) => {
        if (tag === 'workbookPr' && /^(?:1|true)$/.test(attributes['date1904'] ?? '')) {
          dateSystem = 1904
        }
        const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? ''
        const part = sheetParts.get(id)
        if (tag !== 'sheet' || part === undefined) return
        const { name = '', state = 'visible' } = attributes
        sheets.push({ name, isHidden: state !== 'visible', part })
      },
    },
    parts.path,
  )
  return { sheets, dateSystem }
}

async function readTexts(parts: PartReader, part: string): Promise<readonly string[]> {
  const texts: string[] = []
  let size = 0
  const item = new TextCollector()
  const handler = {
    open: (tag: string) => item.open(tag),
    text: (text: string) => item.add(text),
    close: (tag: string) => {
      item.close(tag)
      if (tag !== 'si') return
      const text = item.take()
      size += text.length
      texts.push(text)
    },
  }
  for await (const _ of readXml(await parts.open(part), handler, parts.path)) {
    if (size > MOST_CHARACTERS) throw tooMuchText(parts.path)
  }
  return texts
}

/** Puts the runs of a formatted text together, and leaves out how it is pronounced. */
export class TextCollector {
  private text = ''
  private isText = false
  private inPhonetic = false

  open(tag: string): void {
    if (tag === 'rPh') this.inPhonetic = true
    if (tag === 't') this.isText = !this.inPhonetic
  }

  add(text: string): void {
    if (this.isText) this.text += text
  }

  close(tag: string): void {
    if (tag === 'rPh') this.inPhonetic = false
    if (tag === 't') this.isText = false
  }

  take(): string {
    const text = excelText(this.text)
    this.text = ''
    return text
  }
}

async function readFormats(parts: PartReader, part: string): Promise<readonly NumberFormat[]> {
  const codes = new Map<number, string>()
  const ids: number[] = []
  let inCells = false
  await readSmallXml(
    await parts.open(part),
    {
      open: (tag, { numFmtId = '0', formatCode = '' }) => {
        if (tag === 'numFmt') codes.set(Number(numFmtId), formatCode)
        if (tag === 'cellXfs') inCells = true
        if (tag === 'xf' && inCells) ids.push(Number(numFmtId))
      },
      close: (tag) => {
        if (tag === 'cellXfs') inCells = false
      },
    },
    parts.path,
  )
  const known = new Map(ids.map((id) => [id, numberFormat(id, codes)]))
  return ids.map((id) => known.get(id) ?? GENERAL)
}

function noWorkbook(path: string): MartError {
  return refused(
    path,
    'et zip-arkiv',
    'Giv filen endelsen .zip, eller træk data ud igen som Excel.',
  )
}

function tooMuchText(path: string): MartError {
  return refused(path, 'en projektmappe med over 128 mio. tegn', 'Træk data ud som CSV i stedet.')
}

function refused(path: string, seems: string, todo: string): MartError {
  const message = `Filen er ikke en datafil: den ser ud til at være ${seems}. Intet er skrevet.`
  const expected = 'en Excel-projektmappe (.xlsx)'
  return new MartError('NOT_A_DATA_FILE', message, { file: path, expected, got: seems, todo })
}
