/** Owns: a timetable says when which words run, and a line that cannot be meant is named with what is expected. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { MartError } from '../../src/core/errors.ts'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { type Judge, parseTimetables } from '../../src/schedule/crontab.ts'

const anyWords: Judge = () => undefined

function parse(text: string, judge = anyWords) {
  return parseTimetables([{ file: 'night.cron', text }], judge)
}

function refusal(work: () => unknown): MartError {
  try {
    work()
  } catch (error) {
    if (error instanceof MartError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

test('a line is an expression and words; comments and blank lines say nothing', () => {
  const text = [
    '# the night',
    '',
    '15 3 * * *\tnightly --wait',
    '   # later',
    ' 0 4 1 * mon publish',
  ]
  expect(parse(text.join('\n'))).toEqual([
    { file: 'night.cron', line: 3, expression: '15 3 * * *', words: ['nightly', '--wait'] },
    { file: 'night.cron', line: 5, expression: '0 4 1 * mon', words: ['publish'] },
  ])
})

test('a file from Windows reads the same', () => {
  expect(parse('\uFEFF# nat\r\n\r\n15 3 * * * nightly\r\n')).toEqual([
    { file: 'night.cron', line: 3, expression: '15 3 * * *', words: ['nightly'] },
  ])
})

test('a sixth field in front counts seconds, and a word is no field', () => {
  const [seconds, weekday, plain] = parse(
    '*/5 * * * * * feeds\n0 15 3 * * mon-fri status\n15 3 * * * status',
  )
  expect(seconds).toMatchObject({ expression: '*/5 * * * * *', words: ['feeds'] })
  expect(weekday).toMatchObject({ expression: '0 15 3 * * mon-fri', words: ['status'] })
  expect(plain).toMatchObject({ expression: '15 3 * * *', words: ['status'] })
})

test('text in quotes is one word', () => {
  const [entry] = parse(
    `15 3 * * * run jobindsats --dimensions "Køn,Alder i alt" --table 'Y07 A02'`,
  )
  expect(entry?.words).toEqual([
    ...['run', 'jobindsats', '--dimensions', 'Køn,Alder i alt', '--table', 'Y07 A02'],
  ])
})

test.each([
  ['99 3 * * * nightly', '"99" som minut'],
  ['15 24 * * * nightly', '"24" som time'],
  ['15 3 32 * * nightly', '"32" som dag'],
  ['15 3 * 13 * nightly', '"13" som måned'],
  ['15 3 * * 8 nightly', '"8" som ugedag'],
  ['61 15 3 * * * nightly', '"61" som sekund'],
  ['15 3 31 2 * nightly', '"31" som dag'],
  ['15 3 * * nightly --wait', '"nightly" som ugedag'],
  ['*/0 * * * * nightly', '"*/0" som minut'],
  ['15 3 * * *', '15 3 * * *'],
  ['nightly', 'nightly'],
  ['@daily nightly', '@daily nightly'],
])('%s is refused with its file and line', (line, got) => {
  const error = refusal(() => parse(`# the night\n15 4 * * * status\n${line}\n`))
  expect(error).toMatchObject({
    code: 'BAD_CONFIGURATION',
    exitCode: 4,
    context: {
      file: 'night.cron',
      line: 3,
      expected: 'minut time dag måned ugedag og ordene, fx 15 3 * * * nightly',
    },
  })
  expect(error.context.got).toContain(got)
})

test('a quote that is never closed is refused', () => {
  const { context } = refusal(() => parse('15 3 * * * run jobindsats --file "my file'))
  expect(context).toMatchObject({ line: 1, expected: 'to anførselstegn om en tekst' })
})

test('words that the command line does not know are refused in its own words', () => {
  const judge: Judge = ([word]) =>
    word === 'nightly' ? undefined : { expected: 'nightly', got: word ?? '' }
  expect(parse('15 3 * * * nightly', judge)).toHaveLength(1)
  const { context } = refusal(() => parse('15 3 * * * nightly\n15 3 * * * nighty', judge))
  expect(context).toMatchObject({ file: 'night.cron', line: 2, expected: 'nightly', got: 'nighty' })
})

test('a line that stands twice is refused, in another file too', () => {
  const { context } = refusal(() => parse('15 3 * * * nightly\n15 3 * * *  NIGHTLY'))
  expect(context).toMatchObject({ line: 2, expected: 'hver linje én gang' })
  expect(context.got).toContain('linje 1')
  const files = [
    { file: 'a.cron', text: '15 3 * * * nightly' },
    { file: 'b.cron', text: '\n15 3 * * * nightly' },
  ]
  const twice = refusal(() => parseTimetables(files, anyWords)).context
  expect(twice).toMatchObject({ file: 'b.cron', line: 2 })
  expect(twice.got).toContain('a.cron linje 1')
  expect(parse('15 3 * * * nightly\n15 4 * * * nightly')).toHaveLength(2)
})

test("the project's own timetable keeps clear of the hour that a clock change skips", () => {
  const text = readFileSync(join(PACKAGE_ROOT, 'schedules/nightly.cron'), 'utf8')
  const entries = parse(text)
  expect(entries).toMatchObject([{ expression: '15 3 * * *', words: ['nightly'] }])
})
