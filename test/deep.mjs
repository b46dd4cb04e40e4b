/**
 * Owns the long tests, at most 75 minutes in all: the whole crash matrix, a reader beside a thousand publications, what
 * holds for every sequence of files on many of them, and own figures counted day by day for minutes.
 */
import { spawn } from 'node:child_process'

const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    // One file after the other: what the reader waits is measured, and the matrix crashes several processes at a time itself.
    '--runInBand',
    '--testTimeout=3600000',
    'test/crash/crash.test.ts',
    'test/publish/readers.test.ts',
    'test/load/properties.test.ts',
    'test/load/journeys.test.ts',
    'test/load/backfill.test.ts',
    'test/kpi/own-oracle.test.ts',
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', env: { ...process.env, JOBMART_DEEP: '1' } },
)
jest.on('close', (code) => {
  process.exitCode = code ?? 1
})
