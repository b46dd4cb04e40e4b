/** Owns how the embedded server comes back after every kind of sudden end. */
import { spawn } from 'node:child_process'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { isAlive, startMark } from '../../src/db/embedded/life.ts'
import { embeddedStatus, embeddedUrl, useEmbedded } from '../../src/db/embedded/server.ts'
import {
  ask,
  cleanUp,
  locationOf,
  makeHome,
  postmasterOf,
  startChild,
  until,
} from './embedded.support.ts'

const quick = { durable: false }

afterAll(cleanUp)

test('after kill -9 of the server the next start has all committed data', async () => {
  const home = await makeHome()
  const before = await useEmbedded(home)
  await ask(before.url, 'create table kept as select 42 as answer')
  process.kill(await postmasterOf(home), 'SIGKILL')
  const after = await useEmbedded(home)
  expect(after).toMatchObject({ url: before.url, created: false })
  expect(await ask(after.url, 'select answer from kept')).toBe(42)
  await before.release()
  expect(await embeddedStatus(home)).toBe('running')
  await after.release()
  expect(await embeddedStatus(home)).toBe('stopped')
})

test('a stale pid file whose number belongs to a stranger by now does not keep the server down', async () => {
  const home = await makeHome()
  const before = await useEmbedded(home, quick)
  const pid = await postmasterOf(home)
  const file = join(await locationOf(home), 'data', 'postmaster.pid')
  const { uid, gid } = await stat(file)
  const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], {
    uid,
    gid,
    cwd: '/',
  })
  try {
    process.kill(pid, 'SIGKILL')
    await until('the end of the server', async () => !(await isAlive(pid)))
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(stranger.pid)))
    expect(await embeddedStatus(home)).toBe('stopped')
    const after = await useEmbedded(home, quick)
    expect(await ask(after.url, 'select 1')).toBe(1)
    await after.release()
    await before.release()
    expect(await embeddedStatus(home)).toBe('stopped')
  } finally {
    stranger.kill('SIGKILL')
  }
})

test('a lease is told apart from a new process with the old number', async () => {
  expect(await isAlive(process.pid, await startMark(process.pid))).toBe(true)
  const later = process.platform === 'linux' ? 'another start' : ''
  expect(await isAlive(process.pid, later)).toBe(process.platform !== 'linux')
  expect(await isAlive(2 ** 22 + 1)).toBe(false)
})

test('when a stranger took the port the server moves, and nobody is ever sent to the stranger', async () => {
  const home = await makeHome()
  const before = await useEmbedded(home, quick)
  await ask(before.url, 'create table kept as select 42 as answer')
  await before.release()
  let knocks = 0
  const stranger = createServer((socket) => {
    knocks++
    socket.destroy()
  })
  const port = Number(new URL(before.url).port)
  await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve))
  try {
    const after = await useEmbedded(home, quick)
    expect(after.url).not.toBe(before.url)
    expect(await embeddedUrl(home)).toBe(after.url)
    expect(await ask(after.url, 'select answer from kept')).toBe(42)
    expect(knocks).toBe(0)
    await after.release()
  } finally {
    stranger.close()
  }
})

test('a database that was dropped comes back empty', async () => {
  const home = await makeHome()
  const before = await useEmbedded(home, quick)
  await ask(before.url.replace(/jobmart$/, 'postgres'), 'drop database jobmart')
  const after = await useEmbedded(home, quick)
  expect(await ask(after.url, 'select current_database()')).toBe('jobmart')
  await Promise.all([before.release(), after.release()])
})

test('a crash half-way through initdb is made good by the next start', async () => {
  const home = await makeHome()
  const folder = join(home, 'postgres')
  const child = startChild(home)
  const made = async () => {
    const names = await readdir(folder).catch(() => [])
    const temporary = names.find((name) => name.startsWith('initdb-')) ?? 'none'
    return (await readdir(join(folder, temporary, 'data', 'base')).catch(() => [])).length > 0
  }
  await until('initdb', made)
  await child.kill()
  expect(await readdir(folder)).not.toContain('data')
  expect(await embeddedStatus(home)).toBe('absent')
  expect(await embeddedUrl(home)).toBeUndefined()
  const server = await useEmbedded(home, quick)
  expect(server.created).toBe(true)
  expect(await ask(server.url, 'select 1')).toBe(1)
  expect((await readdir(folder)).join(' ')).not.toMatch(/initdb-/)
  await server.release()
})

test('a crash half-way through the copying of the binaries is made good by the next start', async () => {
  const home = await makeHome()
  const folder = join(home, 'postgres')
  const child = startChild(home)
  const copies = async () => {
    const names = await readdir(folder).catch(() => [])
    return names.filter((name) => name.startsWith('postgresql-'))
  }
  await until('the copy', async () => (await copies()).length > 0)
  await child.kill()
  expect(await copies()).toEqual([expect.stringMatching(/\.tmp$/)])
  // The dead process holds the lock for some seconds more; another test waits that out.
  await rm(join(folder, 'lock'), { recursive: true })
  const server = await useEmbedded(home, quick)
  expect(server.created).toBe(true)
  expect(await copies()).toEqual([expect.not.stringMatching(/\.tmp$/)])
  await server.release()
})

test('settings or data that were lost or spoilt are reported, and nothing is made anew over them', async () => {
  const home = await makeHome()
  const server = await useEmbedded(home, quick)
  await server.release()
  const file = join(home, 'postgres', 'server.json')
  const settings = await readFile(file, 'utf8')
  await writeFile(file, '{"port":')
  await expect(useEmbedded(home)).rejects.toMatchObject({
    code: 'EMBEDDED_SERVER_FAILED',
    context: { file },
  })
  await rm(file)
  await expect(useEmbedded(home)).rejects.toMatchObject({
    code: 'EMBEDDED_SERVER_FAILED',
    context: { file },
  })
  await writeFile(file, settings)
  const data = join(home, 'postgres', 'data')
  await rename(data, `${data}.away`)
  await expect(useEmbedded(home)).rejects.toMatchObject({
    code: 'EMBEDDED_SERVER_FAILED',
    context: { file: data },
  })
  await rename(`${data}.away`, data)
  const again = await useEmbedded(home, quick)
  expect(again.url).toBe(server.url)
  await again.release()
})
