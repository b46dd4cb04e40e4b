/** Owns how an Excel workbook becomes records: which of its sheets is read, and its rows as they stand. */
import { MartError } from '../core/errors.ts'
import { maskPersonal } from '../core/mask.ts'
import type { SourceRecord } from '../core/record.ts'
import { normaliseText, someOf } from '../core/text.ts'
import { inBatches } from './batches.ts'
import { readMerges } from './merged-cells.ts'
import type { RecordSource } from './records.ts'
import { readSheetRows } from './sheet-rows.ts'
import { readWorkbook, type Sheet, type Workbook } from './workbook.ts'
import { type Archive, openArchive } from './zip.ts'

export interface SheetWishes {
  /** Names of sheets, in order of preference; capitals and blanks do not matter, and a hidden one is read too. */
  readonly sheets: readonly string[] | undefined
  /** What the header ought to hold, by which a sheet is known that is not named. */
  readonly headings: readonly string[]
}

/**
 * Opens a workbook and chooses its sheet: the first of the wanted names that it has; else, of the visible ones with rows,
 * the one whose first rows hold most of the headings, and the first among equals.
 * @throws MartError NOT_A_DATA_FILE when it is damaged or holds no rows, TRUNCATED when its end is missing
 */
export async function openXlsx(path: string, wishes: SheetWishes): Promise<RecordSource> {
  const archive = await openArchive(path)
  try {
    return await openSheet(path, archive, wishes)
  } catch (error) {
    archive.close()
    throw error
  }
}

async function openSheet(
  path: string,
  archive: Archive,
  { sheets, headings }: SheetWishes,
): Promise<RecordSource> {
  const workbook = await readWorkbook(path, archive)
  const sheet = wantedSheet(workbook, sheets ?? []) ?? (await likeliestSheet(workbook, headings))
  if (!sheet) throw noRows(workbook)
  const merges = await readMerges(workbook, sheet)
  return {
    kind: 'xlsx',
    sheet: shownName(sheet),
    endsWithNewline: true,
    batches: () => inBatches(readSheetRows(workbook, sheet, merges)),
    close: async () => archive.close(),
  }
}

/** Sheets bear any name, and some that of a person's number. */
function shownName({ name }: Sheet): string {
  return maskPersonal(name.trim())
}

function wantedSheet({ sheets }: Workbook, names: readonly string[]): Sheet | undefined {
  const byName = new Map(sheets.map((sheet) => [normaliseText(sheet.name), sheet]))
  const name = names.map(normaliseText).find((wanted) => byName.has(wanted))
  return name === undefined ? undefined : byName.get(name)
}

const HEADER_WITHIN = 20

async function likeliestSheet(
  workbook: Workbook,
  headings: readonly string[],
): Promise<Sheet | undefined> {
  const expected = new Set(headings.map(normaliseText))
  let best: Sheet | undefined
  let most = -1
  for (const sheet of workbook.sheets.filter(({ isHidden }) => !isHidden)) {
    const rows = await firstRows(workbook, sheet)
    const found = rows.map(({ cells }) => new Set(cells.map(normaliseText)))
    const count = Math.max(
      -1,
      ...found.map((cells) => [...expected].filter((h) => cells.has(h)).length),
    )
    if (count <= most) continue
    best = sheet
    most = count
  }
  return best
}

async function firstRows(workbook: Workbook, sheet: Sheet): Promise<readonly SourceRecord[]> {
  for await (const batch of inBatches(readSheetRows(workbook, sheet, []))) {
    return batch.slice(0, HEADER_WITHIN)
  }
  return []
}

function noRows({ path, sheets }: Workbook): MartError {
  const names = someOf(
    sheets.map((sheet) => (sheet.isHidden ? `${shownName(sheet)} (skjult)` : shownName(sheet))),
  )
  const message =
    'Filen er ikke en datafil: ingen af projektmappens synlige ark har rækker. Intet er skrevet.'
  return new MartError('NOT_A_DATA_FILE', message, {
    file: path,
    expected: 'et synligt ark med rækker',
    got: names === '' ? 'ingen ark' : `arkene ${names}`,
    todo: 'Åbn filen i Excel, vis arket med data, gem, og indlæs igen; eller hent filen igen fra kilden.',
  })
}
