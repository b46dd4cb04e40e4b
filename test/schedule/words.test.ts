/** Owns: a timetable's words are held against the words, flags, arguments and feeds of the command line. */
import { expect, test } from '@jest/globals'
import { Command } from 'commander'
import { judgeBy } from '../../src/cli/words/schedule.ts'

function program(): Command {
  const jobmart = new Command('jobmart')
  jobmart.command('run').argument('<feed>').option('--file <path>').option('--wait')
  jobmart.command('runs').argument('[id]')
  jobmart.command('nightly').option('--wait')
  jobmart.command('schedule')
  const db = jobmart.command('db')
  db.command('stop')
  for (const command of [jobmart, ...jobmart.commands, ...db.commands]) {
    command.exitOverride().configureOutput({ outputError: () => undefined })
  }
  return jobmart
}

const judge = judgeBy(program())

test.each([
  'nightly',
  'nightly --wait',
  'run jobindsats --file a.csv --wait',
  'runs',
  'runs 12',
  'db stop',
])('%s can be run', (words) => {
  expect(judge(words.split(' '))).toBeUndefined()
})

test.each([
  ['nighty', { expected: 'et af ordene run, runs, nightly, db', got: 'nighty' }],
  ['schedule', { expected: 'et af ordene run, runs, nightly, db', got: 'schedule' }],
  ['db', { expected: 'et af ordene stop', got: 'ikke mere end db' }],
  ['db drop', { expected: 'et af ordene stop', got: 'drop' }],
  ['nightly --fast', { expected: 'et flag, som nightly har', got: '--fast' }],
  ['nightly --help', { expected: 'et flag, som nightly har', got: '--help' }],
  ['nightly now', { expected: 'ikke flere ord efter nightly', got: 'now' }],
  ['run', { expected: '<feed> efter run', got: 'ingenting' }],
])('%s cannot', (words, complaint) => {
  expect(judge(words.split(' '))).toEqual(complaint)
})

test('a feed that does not exist, and a flag without its value, are named', () => {
  const feed = judge(['run', 'fasit'])
  expect(feed?.got).toBe('fasit')
  expect(feed?.expected).toMatch(/^et af feedene .*jobindsats/)
  expect(judge(['run', 'jobindsats', '--file'])?.got).toContain('--file <path>')
})
