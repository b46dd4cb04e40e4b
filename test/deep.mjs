/** Owns the long tests: jest over the whole crash matrix, every point of every scenario, and over own figures counted day by day for minutes. */
import { spawn } from 'node:child_process'

const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--testTimeout=3600000',
    'test/crash',
    'test/kpi/own-oracle.test.ts',
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', env: { ...process.env, JOBMART_DEEP: '1' } },
)
jest.on('close', (code) => {
  process.exitCode = code ?? 1
})
