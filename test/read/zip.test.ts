/** Owns the proof that an archive with one file is read as that file, and that every other archive is refused. */
import { readdir } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { linesOf, opened, recordsOf, refusalOf } from './records-of.ts'
import { tempFolder } from './temp-file.ts'
import { handWorkbook, type Members, zip } from './zip-file.ts'

const CSV = 'Område;Antal\nLæsø;2,5\n'
const LINES = ['1: Område|Antal', '2: Læsø|2,5']

/** The archive, whose directory says that its last member is so large. */
function claiming(bytes: number, archive: Buffer): Buffer {
  archive.writeUInt32LE(bytes, archive.lastIndexOf('PK\x01\x02') + 24)
  return archive
}

async function unpackedFolders(): Promise<string[]> {
  return (await readdir(tempFolder())).filter((name) => name.endsWith('-zip'))
}

test('an archive with one file is read as that file, whatever kind it is', async () => {
  const json = '{"columns":["Område","Antal"],"rows":[["Læsø",2.5]]}'
  const workbook = handWorkbook({
    sheets: [
      {
        name: 'Ark1',
        rows: '<row r="1"><c t="inlineStr"><is><t>Område</t></is></c></row><row r="2"><c><v>2.5</v></c></row>',
      },
    ],
  })
  expect(await linesOf(zip([['y60a02.csv', CSV]]), 'y60a02.zip')).toEqual(LINES)
  expect(await linesOf(zip([['mappe/y60a02.json', json]]), 'y60a02.json.ZIP')).toEqual(LINES)
  expect(await linesOf(zip([['y60a02.xlsx', workbook]]), 'y60a02.zip')).toEqual([
    '1: Område',
    '2: 2,5',
  ])
})

test('folders, what macOS adds and files that begin with a dot do not count', async () => {
  const members: Members = [
    ['udtræk/', ''],
    ['udtræk/.DS_Store', 'x'],
    ['__MACOSX/udtræk/._y60a02.csv', 'x'],
    ['udtræk/y60a02.csv', CSV],
  ]
  expect(await linesOf(zip(members), 'y60a02.zip')).toEqual(LINES)
})

test('what was unpacked is gone once the source is closed or refused', async () => {
  const source = await opened(zip([['y60a02.csv', CSV]]), 'y60a02.zip')
  expect(await unpackedFolders()).toHaveLength(1)
  await recordsOf(source)
  await refusalOf(zip([['y60a02.csv', '<html>']]), 'y60a02.zip')
  expect(await unpackedFolders()).toEqual([])
})

test.each([
  ['no file', zip([['mappe/', '']]), 'et zip-arkiv med ingen filer'],
  [
    'two files',
    zip([
      ['a.csv', CSV],
      ['010203-1234.csv', CSV],
    ]),
    'et zip-arkiv med 2 filer ("a.csv", "010203-XXXX.csv")',
  ],
  ['an archive', zip([['b.zip', zip([['a.csv', CSV]])]]), 'et zip-arkiv i et zip-arkiv'],
  ['a password', zip([['a.csv', CSV]], { isEncrypted: true }), 'et kodebeskyttet zip-arkiv'],
  [
    'far more than it seems',
    claiming(80 * 1024 * 1024, zip([['a.csv', CSV]])),
    'et zip-arkiv, der bliver til 80 MB, når det pakkes ud',
  ],
  ['a workbook', handWorkbook({ sheets: [] }), 'en Excel-projektmappe (.xlsx)'],
])('an archive with %s is refused', async (_, bytes, seems) => {
  expect(await refusalOf(bytes, 'y60a02.zip')).toMatchObject({
    code: 'NOT_A_DATA_FILE',
    message: `Filen er ikke en datafil: den ser ud til at være ${seems}. Intet er skrevet.`,
    context: { file: 'y60a02.zip', got: seems },
  })
})

test('what is wrong with the file inside is told with both names', async () => {
  expect(await refusalOf(zip([['y60a02.csv', '<html>']]), 'levering.zip')).toMatchObject({
    code: 'NOT_A_DATA_FILE',
    context: { file: 'levering.zip → y60a02.csv', got: 'en HTML-side' },
  })
})

test('an archive that is cut off is TRUNCATED, one whose bytes are damaged is refused', async () => {
  const whole = zip([['y60a02.csv', CSV.repeat(1000)]])
  expect(await refusalOf(whole.subarray(0, -20), 'y60a02.zip')).toMatchObject({
    code: 'TRUNCATED',
    context: { file: 'y60a02.zip' },
  })
  const damaged = Buffer.from(whole).fill(0xff, 45, 60)
  expect(await refusalOf(damaged, 'y60a02.zip')).toMatchObject({
    code: 'NOT_A_DATA_FILE',
    context: { got: 'et beskadiget zip-arkiv' },
  })
  expect(await unpackedFolders()).toEqual([])
})
