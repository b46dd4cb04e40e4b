/** Owns the proof that what is no readable file is refused with a sentence, in bounded memory, however large it is. */
import { chmod, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { asOrdinaryUser } from '../support/ordinary-user.ts'
import { refusalOf, refusalOfPath } from './records-of.ts'
import { tempFile, tempFolder } from './temp-file.ts'

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x')

/** A file of one line that does not end, of many megabytes, behind a beginning. */
async function endless(start: string, name: string, megabytes: number): Promise<string> {
  const path = await tempFile(start, name)
  const file = await open(path, 'a')
  for (let written = 0; written < megabytes; written++) await file.write(MEGABYTE)
  await file.close()
  return path
}

test.each([
  ['y07a02.csv', 64, 'Område;Periode\nViborg;2020M01;', 2, 'en række uden slutning'],
  ['y07a02.csv', 12, 'Område;Periode\nViborg;"2020M01;', 2, 'en række uden slutning'],
  ['y07a02.ndjson', 12, '{"a":1}\n{"a":"', 2, 'en linje uden slutning'],
  ['y07a02.json', 12, '{"columns":["a"],"rows":[["', undefined, 'JSON uden rækker'],
])(
  '%s of %d MB that begins %j and does not end is refused',
  async (name, megabytes, start, line, got) => {
    const error = await refusalOfPath(await endless(start, name, megabytes))
    expect(error).toMatchObject({ code: 'NOT_A_DATA_FILE', context: { file: name } })
    const { context } = error as { context: { line?: number; got?: string } }
    expect(context.line).toBe(line)
    expect(context.got).toContain(got)
  },
)

test.each([
  ['empty', '', 'NOT_A_DATA_FILE', 'tom (0 byte)'],
  ['of blanks', ' \r\n\r\n', 'NOT_A_DATA_FILE', 'tom (kun blanke tegn)'],
  ['cut inside quotes', 'a;b\n1;"x\n', 'TRUNCATED', 'slutter midt i en tekst'],
  ['with a loose quote', 'a;b\n1;"x\n2;y"z\n', 'NOT_A_DATA_FILE', 'bliver ikke lukket'],
  ['a web page', '<html><body>Log ind</body></html>', 'NOT_A_DATA_FILE', 'en HTML-side'],
])('a file that is %s is refused', async (_, content, code, sentence) => {
  for (const name of ['y07a02.csv', 'y07a02.txt']) {
    const error = await refusalOf(content, name)
    expect(error).toMatchObject({ code, context: { file: name } })
    expect((error as Error).message).toContain(sentence)
  }
})

test('an empty file is refused under every name', async () => {
  for (const name of ['a.csv', 'a.json', 'a.ndjson', 'a.xlsx', 'a.zip']) {
    expect(await refusalOf('', name)).toMatchObject({
      code: 'NOT_A_DATA_FILE',
      context: { file: name, got: 'tom (0 byte)' },
    })
  }
})

test('a path that does not exist, is a folder, or may not be read is PATH_NOT_FOUND', async () => {
  const missing = join(tempFolder(), 'findes-ikke.xlsx')
  for (const path of [missing, tempFolder()]) {
    expect(await refusalOfPath(path)).toMatchObject({
      code: 'PATH_NOT_FOUND',
      context: { file: path },
    })
  }
})

test('a file without access is PATH_NOT_FOUND', async () => {
  const path = await tempFile('a;b\n')
  for (const folder of [tempFolder(), dirname(path)]) await chmod(folder, 0o755)
  expect(await asOrdinaryUser(() => refusalOfPath(path).catch(() => 'read'))).toBe('read')
  await chmod(path, 0o000)
  expect(await asOrdinaryUser(() => refusalOfPath(path))).toMatchObject({
    code: 'PATH_NOT_FOUND',
    message: `Filen kan ikke læses: "${path}".`,
    context: { got: 'EACCES' },
  })
})
