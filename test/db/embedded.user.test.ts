/** Owns under which user the embedded server runs and where its files lie: as root, and as an ordinary user. */
import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from '@jest/globals'
import { useEmbedded } from '../../src/db/embedded/server.ts'
import {
  ask,
  cleanUp,
  isRoot,
  locationOf,
  makeHome,
  postmasterOf,
  startChild,
} from './embedded.support.ts'

const quick = { durable: false }
const nobody = await findNobody()
const asRoot = isRoot ? test : test.skip
const asOther = isRoot && (await canReadProject(nobody)) ? test : test.skip

afterAll(cleanUp)

asRoot('(needs root) in an open folder everything lies in the home', async () => {
  const home = await makeHome()
  const { url, release } = await useEmbedded(home, quick)
  expect(await ask(url, `select current_setting('data_directory')`)).toBe(
    join(home, 'postgres', 'data'),
  )
  const account = await uidOf(await postmasterOf(home))
  expect(account).not.toBe(0)
  const data = await stat(join(home, 'postgres', 'data'))
  expect(data).toMatchObject({ uid: account })
  expect(data.mode & 0o777).toBe(0o700)
  await release()
})

asRoot('(needs root) in a closed folder the server lies in /var/lib/jobmart', async () => {
  const home = await makeHome({ closed: true })
  const first = await useEmbedded(home, quick)
  const location = await locationOf(home)
  expect(dirname(location)).toBe('/var/lib/jobmart')
  expect(await ask(first.url, `select current_setting('data_directory')`)).toBe(
    join(location, 'data'),
  )
  expect((await stat(dirname(home))).mode & 0o777).toBe(0o700)
  expect((await stat(join(location, 'data'))).mode & 0o777).toBe(0o700)
  expect(await readFile(join(location, 'home'), 'utf8')).toBe(`${join(home, 'postgres')}\n`)
  await ask(first.url, 'create table kept as select 42 as answer')
  await first.release()
  const second = await useEmbedded(home, quick)
  expect(second).toMatchObject({ url: first.url, created: false })
  expect(await ask(second.url, 'select answer from kept')).toBe(42)
  await second.release()
})

asRoot('(needs root) a folder that is closed later is reported, not opened', async () => {
  const home = await makeHome()
  const { release } = await useEmbedded(home, quick)
  await release()
  await chmod(dirname(home), 0o700)
  await expect(useEmbedded(home)).rejects.toMatchObject({
    code: 'EMBEDDED_SERVER_FAILED',
    context: { file: join(home, 'postgres') },
  })
  expect((await stat(dirname(home))).mode & 0o777).toBe(0o700)
})

asOther(
  '(needs root and a checkout others can read) an ordinary user keeps everything in a home inside a closed folder',
  async () => {
    const home = await makeHome({ closed: true })
    await chown(dirname(home), nobody.uid, nobody.gid)
    await mkdir(home, { mode: 0o700 })
    await chown(home, nobody.uid, nobody.gid)
    const first = startChild(home, nobody)
    const { url, created } = await first.up
    expect(created).toBe(true)
    expect(await ask(url, `select current_setting('data_directory')`)).toBe(
      join(home, 'postgres', 'data'),
    )
    expect(await uidOf(await postmasterOf(home))).toBe(nobody.uid)
    expect(await first.leave()).toBe(0)
    // Root comes by and makes things anew; afterwards the user must still be at home in there.
    for (const name of await readdir(join(home, 'postgres'))) {
      if (/^(command|leases|postgresql-)/.test(name)) {
        await rm(join(home, 'postgres', name), { recursive: true })
      }
    }
    const root = await useEmbedded(home, quick)
    expect(root).toMatchObject({ url, created: false })
    expect(await uidOf(await postmasterOf(home))).toBe(nobody.uid)
    await root.release()
    for (const name of await readdir(join(home, 'postgres'))) {
      expect(await stat(join(home, 'postgres', name))).toMatchObject({ uid: nobody.uid })
    }
    const again = startChild(home, nobody)
    expect(await again.up).toEqual({ url, created: false })
    expect(await again.leave()).toBe(0)
  },
)

async function uidOf(pid: number): Promise<number> {
  return (await stat(`/proc/${pid}`)).uid
}

async function findNobody(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n')
  const [, , uid, gid] = lines.find((line) => line.startsWith('nobody:'))?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

/** In a checkout under /root another user can run nothing of ours. */
async function canReadProject(user: { uid: number; gid: number }): Promise<boolean> {
  const project = fileURLToPath(new URL('../../src/db/embedded/server.ts', import.meta.url))
  try {
    await promisify(execFile)('/bin/cat', [project], { ...user, cwd: '/' })
    return true
  } catch {
    return false
  }
}
