/** Owns: a disk that is full while a file is copied or archived, or a file that may not be read, leaves all as it was; the home may be on several disks. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from '@jest/globals'
import { jobindsats } from '../../connectors/jobindsats/index.ts'
import { revertWord } from '../../src/cli/words/revert.ts'
import { namedFile } from '../../src/cli/words/run.ts'
import { makeVault } from '../../src/load/originals.ts'
import { takeFile } from '../../src/load/source-file.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { asOrdinaryUser } from '../support/ordinary-user.ts'
import { environmentOf } from '../support/process.ts'
import { BETTER, fileOf, GOOD, HEADING } from '../support/sickness.ts'
import { coreContents, expectConservation, lastRun } from '../support/states.ts'

const NAME = 'y07a02.csv'
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A small disk of its own, where the machine lets one be mounted: only the superuser may. */
function mountDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'jobmart-disk-'))
  try {
    const options = ['-t', 'tmpfs', '-o', 'size=4m,nr_inodes=200', 'tmpfs', folder]
    execFileSync('mount', options, { stdio: 'ignore' })
    return folder
  } catch {
    rmdirSync(folder)
    return undefined
  }
}

const disk = mountDisk()
const onDisk = disk === undefined ? test.skip : test

afterAll(() => {
  if (disk === undefined) return
  execFileSync('umount', ['--lazy', disk])
  rmdirSync(disk)
})

/** Takes every place for a file on the disk but for so many; gives back how to free them. */
async function fill(home: string, left: number): Promise<() => Promise<void>> {
  const folder = join(home, 'andet')
  await mkdir(folder)
  const names: string[] = []
  for (;;) {
    const name = join(folder, String(names.length))
    const isFull = await writeFile(name, '').then(
      () => false,
      (error: { code?: string }) => error.code === 'ENOSPC',
    )
    if (isFull) break
    names.push(name)
  }
  for (const name of names.splice(0, left)) await rm(name)
  return () => rm(folder, { recursive: true })
}

async function filesIn(house: TestHouse, folder: string): Promise<readonly string[]> {
  return readdir(join(house.config.home, folder)).catch(() => [])
}

onDisk(
  'a disk without room for the archived file undoes the load, and says that it is full',
  async () => {
    const house = await openHouse({
      home: disk ?? '',
      pseudonymKey: Buffer.alloc(32, 7).toString('base64'),
    })
    await house.deliver(NAME, GOOD)
    await mkdir(join(house.config.home, 'tmp'))
    const before = await coreContents(house)
    // One place is for the private copy, none for a folder of the archive.
    const makeRoom = await fill(house.config.home, 1)
    const { exitCode, text, json } = await house.run('jobindsats')
    expect(exitCode).toBe(5)
    for (const words of ['STORAGE_FAILED', 'disken er fuld', 'Intet er skrevet.', 'Gør:']) {
      expect(text).toContain(words)
    }
    expect(json.publication).toBeUndefined()
    expect(await coreContents(house)).toEqual(before)
    expect(await lastRun(house, 'jobindsats')).toMatchObject({ state: 'failed', exit_code: 5 })
    expect(await filesIn(house, 'inbox')).toContain(NAME)
    await makeRoom()
    const again = await house.run('jobindsats', { publish: false })
    expect([again.exitCode, again.json.loads[0]?.rows.loaded]).toEqual([0, 6])
    expect(await filesIn(house, 'inbox')).not.toContain(NAME)
    await expectConservation(house)
  },
)

onDisk('archive and inbox may be other disks than the rest of the home', async () => {
  const house = await openHouse()
  for (const folder of ['archive', 'inbox']) {
    await mkdir(join(disk ?? '', folder), { recursive: true })
    await symlink(join(disk ?? '', folder), join(house.config.home, folder))
  }
  await house.deliver(NAME, GOOD)
  await house.run('jobindsats', { publish: false })
  await house.deliver(NAME, BETTER)
  expect((await house.run('jobindsats', { publish: false })).exitCode).toBe(0)
  const [first] = await house.query<{ run_id: string }>(
    'select run_id from ops.run order by run_id',
  )
  const flags = { yes: true, publish: false }
  await revertWord(house.config, first?.run_id ?? '', flags, () => undefined)
  expect(await readFile(join(house.config.home, 'inbox', NAME), 'utf8')).toBe(BETTER)
  expect(await filesIn(house, 'inbox')).toEqual([NAME, `${NAME}.done`])
  expect(await filesIn(house, 'tmp')).toEqual([])
  const again = await house.run('jobindsats', { publish: false })
  expect(again.json.loads[0]?.rows.loaded).toBe(6)
})

const LARGE = fileOf(HEADING, ...Array.from({ length: 9000 }, () => 'Viborg;2020M01;1400;1264'))

// A limit on the size of files is a full disk that needs no rights; Windows has none.
const unlessWindows = process.platform === 'win32' ? test.skip : test

unlessWindows('a home that cannot take the copy of a file leaves it in the inbox', async () => {
  const house = await openHouse()
  await house.deliver(NAME, LARGE)
  // In blocks of 512 bytes, or of 1024: less than the file either way, and more than what the program keeps for itself.
  const limited = 'ulimit -f 128; exec "$0" "$@"'
  // The signal that comes with it is not what a full disk does.
  const deaf = ['--import', 'data:text/javascript,process.on("SIGXFSZ",()=>{})']
  const words = [...deaf, 'src/main.js', 'run', 'jobindsats', '--no-publish']
  const { status, stdout, stderr } = spawnSync('sh', ['-c', limited, process.execPath, ...words], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...environmentOf(house) },
    encoding: 'utf8',
  })
  expect([status, stdout + stderr]).toEqual([5, expect.stringContaining('STORAGE_FAILED')])
  expect(stdout + stderr).toContain('kunne ikke kopieres ind i hjemmet. Intet er skrevet.')
  expect(await filesIn(house, 'inbox')).toContain(NAME)
  expect(await filesIn(house, 'tmp')).toEqual([])
  expect(await house.query('select 1 from core.external_measure')).toEqual([])
})

// Windows knows no such rights.
unlessWindows(
  'a file without access is told for what it is, named by hand or waiting',
  async () => {
    const { config, deliver } = await openHouse()
    const path = await deliver(NAME, GOOD)
    for (const folder of [config.home, dirname(path)]) await chmod(folder, 0o777)
    await chmod(path, 0o000)
    const message = (thrown: unknown) => thrown
    expect(
      await asOrdinaryUser(() => namedFile(jobindsats, path, {}).catch(message)),
    ).toMatchObject({ code: 'PATH_NOT_FOUND', exitCode: 4, context: { got: 'EACCES' } })
    const home = { home: config.home, vault: makeVault([Buffer.alloc(32, 7)]) }
    const taken = await asOrdinaryUser(() => takeFile(path, jobindsats, home).catch(message))
    expect(taken).toMatchObject({
      ...{ code: 'STORAGE_FAILED', exitCode: 5, context: { file: path, got: 'EACCES' } },
      message: `Filen "${NAME}" kan ikke læses. Intet er skrevet.`,
    })
  },
)
