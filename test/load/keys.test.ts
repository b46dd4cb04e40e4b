/** Owns the proof that the pseudonym keys are found, made once and kept to their owner, and that no message tells them. */
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { formatError, MartError } from '../../src/core/errors.ts'
import { loadKeys } from '../../src/load/keys.ts'

const KEY = Buffer.alloc(32, 1).toString('base64')
const OTHER = Buffer.alloc(40, 2).toString('base64')

let home = ''
const file = () => join(home, 'keys.json')

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'jobmart-keys-'))
})

afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

async function writeKeys(contents: unknown, mode = 0o600): Promise<void> {
  const text = typeof contents === 'string' ? contents : JSON.stringify(contents)
  await writeFile(file(), text)
  await chmod(file(), mode)
}

/** What loading fails with. */
async function failure(environmentKey?: string): Promise<MartError> {
  const error: unknown = await loadKeys(home, environmentKey).catch((thrown: unknown) => thrown)
  if (error instanceof MartError) return error
  throw new Error('the keys were taken')
}

test('the key of the environment stands alone, and no file is made', async () => {
  expect(await loadKeys(home, KEY)).toEqual([Buffer.alloc(32, 1)])
  expect(await loadKeys(home, ` ${OTHER}\n`)).toEqual([Buffer.alloc(40, 2)])
  expect(await readdir(home)).toEqual([])
})

test.each([
  ['too short', Buffer.alloc(31, 3).toString('base64')],
  ['no base64', 'en-hemmelighed-som-nogen-har-skrevet-selv-med-streger'],
  ['a sentence', 'hemmelig nøgle til pseudonymer i kommunen'],
])(
  'a key in the environment that is %s is a configuration error that does not tell it',
  async (_, key) => {
    const error = await failure(key)
    expect(error).toMatchObject({ code: 'BAD_CONFIGURATION', exitCode: 4 })
    expect(error.message).toContain('JOBMART_PSEUDONYM_KEY')
    expect(formatError(error)).not.toContain(key)
  },
)

test('keys.json is made on first use, for its owner only, and stays', async () => {
  const first = await loadKeys(join(home, 'new', 'home'), undefined)
  const again = await loadKeys(join(home, 'new', 'home'), undefined)
  expect(first.map((key) => key.length)).toEqual([32])
  expect(again).toEqual(first)
  expect((await stat(join(home, 'new', 'home', 'keys.json'))).mode & 0o777).toBe(0o600)
  expect(await readdir(join(home, 'new', 'home'))).toEqual(['keys.json'])
  expect(await loadKeys(home, '')).not.toEqual(first)
})

test('processes that make it at the same moment end up with one key', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => loadKeys(home, undefined)))
  expect(new Set(all.map(([key]) => key?.toString('hex'))).size).toBe(1)
  expect(await readdir(home)).toEqual(['keys.json'])
})

test('every version of the file is a link of the chain, oldest first', async () => {
  await writeKeys({
    keys: [
      { version: 1, key: KEY },
      { version: 2, key: OTHER },
    ],
  })
  expect(await loadKeys(home, undefined)).toEqual([Buffer.alloc(32, 1), Buffer.alloc(40, 2)])
})

test.each([0o644, 0o640, 0o604, 0o660, 0o602])(
  'a file of mode %o is refused, with the line that mends it',
  async (mode) => {
    await writeKeys({ keys: [{ version: 1, key: KEY }] }, mode)
    const error = await failure()
    expect(error).toMatchObject({ code: 'BAD_CONFIGURATION', exitCode: 4 })
    expect(error.context.todo).toBe(`chmod 600 ${file()}`)
    await chmod(file(), 0o600)
    expect(await loadKeys(home, undefined)).toHaveLength(1)
  },
)

test.each([
  ['not JSON', `hemmelig ${KEY}`],
  ['cut off', `{"keys": [{"version": 1, "key": "${KEY}"`],
  ['without keys', { keys: [] }],
  ['of another form', { key: KEY }],
  ['with a version missing', { keys: [{ version: 2, key: KEY }] }],
  [
    'with versions out of order',
    {
      keys: [
        { version: 2, key: KEY },
        { version: 1, key: OTHER },
      ],
    },
  ],
  ['with a key too short', { keys: [{ version: 1, key: KEY.slice(0, 20) }] }],
  ['empty', ''],
])('a file that is %s is refused, left as it is, and not quoted', async (_, contents) => {
  await writeKeys(contents)
  const before = await readFile(file(), 'utf8')
  const error = await failure()
  expect(error.code).toBe('BAD_CONFIGURATION')
  expect(formatError(error)).not.toContain(KEY.slice(0, 12))
  expect(await readFile(file(), 'utf8')).toBe(before)
})

test('a home that cannot hold the file is said to be so', async () => {
  const occupied = join(home, 'occupied')
  await writeFile(occupied, '')
  await expect(loadKeys(occupied, undefined)).rejects.toMatchObject({ code: 'BAD_CONFIGURATION' })
})
