/** Owns what a first and a second start of the embedded server give, and who is let in. */
import { constants } from 'node:fs'
import { cp, lstat, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { findPackage, readPackage } from '../../src/db/embedded/package.ts'
import {
  embeddedStatus,
  embeddedUrl,
  stopEmbedded,
  useEmbedded,
  useServer,
} from '../../src/db/embedded/server.ts'
import { ask, cleanUp, makeHome } from './embedded.support.ts'

afterAll(cleanUp)

test('a home without a server is absent, has no address, and stopping it does nothing', async () => {
  const home = await makeHome()
  expect(await embeddedStatus(home)).toBe('absent')
  expect(await embeddedUrl(home)).toBeUndefined()
  expect(await stopEmbedded(home)).toBe(false)
  await expect(stat(home)).rejects.toThrow('ENOENT')
})

test('the first start creates the cluster, the second finds it with its data and its address', async () => {
  const home = await makeHome()
  const first = await useEmbedded(home)
  expect(first.created).toBe(true)
  expect(await embeddedStatus(home)).toBe('running')
  await ask(first.url, 'create table kept as select 42 as answer')
  await first.release()
  await first.release()
  expect(await embeddedStatus(home)).toBe('stopped')
  expect(await embeddedUrl(home)).toBe(first.url)
  const second = await useEmbedded(home)
  expect(second).toMatchObject({ url: first.url, created: false })
  expect(await ask(second.url, 'select answer from kept')).toBe(42)
  await second.release()
})

test('the server is set up as promised', async () => {
  const home = await makeHome()
  const { url, release } = await useEmbedded(home)
  const setting = (name: string) => ask(url, `select current_setting('${name}')`)
  expect(await setting('server_version')).toMatch(/^18\./)
  expect(await setting('server_encoding')).toBe('UTF8')
  expect(await setting('data_checksums')).toBe('on')
  expect(await setting('fsync')).toBe('on')
  expect(await setting('TimeZone')).toBe('Europe/Copenhagen')
  expect(await setting('unix_socket_directories')).toBe('')
  const locale = `select datlocprovider::text || ' ' || datlocale from pg_database
    where datname = current_database()`
  expect(await ask(url, locale)).toBe('b C.UTF-8')
  expect((await stat(join(home, 'postgres', 'server.json'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(home, 'postgres', 'data'))).mode & 0o777).toBe(0o700)
  expect((await readdir(join(home, 'postgres'))).join(' ')).not.toMatch(/initdb-|\.tmp/)
  await release()
})

test('a test server skips fsync', async () => {
  const { url, release } = await useEmbedded(await makeHome(), { durable: false })
  expect(await ask(url, `select current_setting('fsync')`)).toBe('off')
  await release()
})

test('nobody gets in without the password, and only the machine itself can knock', async () => {
  const { url, release } = await useEmbedded(await makeHome(), { durable: false })
  const wrong = new URL(url)
  wrong.password = 'wrong'
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed')
  const none = new URL(url)
  none.password = ''
  await expect(ask(none.href, 'select 1')).rejects.toThrow('password')
  const doors = `select string_agg(distinct auth_method, ' ') from pg_hba_file_rules`
  expect(await ask(url, doors)).toBe('scram-sha-256')
  const addresses = Object.values(networkInterfaces()).flatMap((cards) => cards ?? [])
  for (const { address } of addresses.filter(
    ({ internal, family }) => !internal && family === 'IPv4',
  )) {
    const outside = new URL(url)
    outside.hostname = address
    await expect(ask(outside.href, 'select 1')).rejects.toThrow('ECONNREFUSED')
  }
  const other = new URL(url)
  other.hostname = '[::1]'
  await expect(ask(other.href, 'select 1')).rejects.toThrow(/ECONNREFUSED|EADDRNOTAVAIL/)
  await release()
})

test('secrets of the environment are not handed down to the server', async () => {
  process.env.JOBMART_PSEUDONYM_KEY = 'a secret'
  const home = await makeHome()
  const { release } = await useEmbedded(home, { durable: false })
  delete process.env.JOBMART_PSEUDONYM_KEY
  const [pid] = (await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split(
    '\n',
  )
  if (process.platform === 'linux') {
    expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain('JOBMART')
  }
  await release()
})

test('a package without its symlinks works (npm ci --ignore-scripts)', async () => {
  const home = await makeHome()
  const bare = join(home, '..', 'package')
  const { folder } = await findPackage()
  await mkdir(bare)
  await cp(join(folder, 'package.json'), join(bare, 'package.json'))
  await cp(join(folder, 'native'), join(bare, 'native'), {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: async (path) => !(await lstat(path)).isSymbolicLink(),
  })
  const options = { durable: false, findPackage: () => readPackage(bare) }
  const { url, created, release } = await useServer(home, options)
  expect(created).toBe(true)
  expect(await ask(url, 'select 1')).toBe(1)
  await release()
})

test('a machine without a package is told to name a server of its own', async () => {
  const home = await makeHome()
  const { arch } = process
  Object.defineProperty(process, 'arch', { value: 'mips', configurable: true })
  try {
    await expect(useEmbedded(home)).rejects.toMatchObject({
      code: 'PLATFORM_UNSUPPORTED',
      context: { todo: expect.stringContaining('JOBMART_DATABASE_URL') },
    })
  } finally {
    Object.defineProperty(process, 'arch', { value: arch, configurable: true })
  }
})
