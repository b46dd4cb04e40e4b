/** Owns zip archives and workbooks written by hand, byte by byte, for what no library writes. */
import { deflateRawSync } from 'node:zlib'

/** Members in their order: name and content. */
export type Members = readonly (readonly [name: string, content: string | Uint8Array])[]

interface Flags {
  /** Marks every member as protected by a password. */
  readonly isEncrypted?: boolean
}

/** A zip archive with these members, deflated. */
export function zip(members: Members, { isEncrypted = false }: Flags = {}): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of members) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(content)]
    const packed = deflateRawSync(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800 + (isEncrypted ? 1 : 0), 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(path.length, 22)
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, rest, path]))
    bodies.push(body)
    offset += body.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, ...directory, end])
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** A sheet of a workbook written by hand. */
export interface HandSheet {
  readonly name: string
  readonly state?: 'hidden' | 'veryHidden'
  /** The XML inside `sheetData`. */
  readonly rows: string
  /** The XML behind it. */
  readonly after?: string
}

export interface HandWorkbook {
  readonly sheets: readonly HandSheet[]
  /** The XML inside `sst`. */
  readonly texts?: string
  /** The formats of the cell styles in their order, a code or a built-in number each. */
  readonly formats?: readonly (string | number)[]
  readonly date1904?: boolean
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATED = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** A workbook's parts, those with the texts and styles last, behind the sheets that need them. */
export function workbookParts(workbook: HandWorkbook): Members {
  const { sheets, texts = '', formats = [], date1904 = false } = workbook
  const codes = formats.map((format, index) => (typeof format === 'string' ? 164 + index : format))
  const own = formats.flatMap((format, index) =>
    typeof format === 'string'
      ? [`<numFmt numFmtId="${164 + index}" formatCode="${format.replaceAll('"', '&quot;')}"/>`]
      : [],
  )
  return [
    ['[Content_Types].xml', '<Types/>'],
    ['_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']])],
    ...sheets.map(
      ({ rows, after = '' }, index) =>
        [
          `xl/worksheets/sheet${index + 1}.xml`,
          `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${after}</worksheet>`,
        ] as const,
    ),
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATED}"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets>${sheets
        .map(
          ({ name, state = 'visible' }, index) =>
            `<sheet name="${name}" sheetId="${index + 1}" state="${state}" r:id="rId${index + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...sheets.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const),
        ['sharedStrings', '/xl/sharedStrings.xml'],
        ['styles', 'styles.xml'],
      ]),
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${MAIN}"><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${codes
        .map((id) => `<xf numFmtId="${id}"/>`)
        .join('')}</cellXfs></styleSheet>`,
    ],
    ['xl/sharedStrings.xml', `<sst xmlns="${MAIN}">${texts}</sst>`],
  ]
}

/** A workbook written by hand. */
export function handWorkbook(workbook: HandWorkbook): Buffer {
  return zip(workbookParts(workbook))
}

function relations(targets: readonly (readonly [kind: string, target: string])[]): string {
  const tags = targets.map(
    ([kind, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${RELATED}/${kind}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="${PACKAGE}">${tags.join('')}</Relationships>`
}
