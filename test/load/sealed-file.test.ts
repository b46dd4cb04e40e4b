/** Owns the proof that originals that tell of persons lie encrypted wherever they lie, and that all that reads them again does. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { beforeAll, expect, test } from '@jest/globals'
import { backfillWord } from '../../src/cli/words/backfill.ts'
import { check } from '../../src/cli/words/check.ts'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { revertWord } from '../../src/cli/words/revert.ts'
import { run } from '../../src/cli/words/run.ts'
import { isSealed, makeVault } from '../../src/load/originals.ts'
import { file, line, type Spell } from '../connectors/fasit-file.ts'
import { zip } from '../read/zip-file.ts'
import { blockWrites } from '../support/blocker.ts'
import { LABEL_HEADING, openHouse, type TestHouse } from '../support/house.ts'
import { CPR } from '../support/people.ts'
import { environmentOf, startWord, untilAlone } from '../support/process.ts'
import { lastRun } from '../support/states.ts'

const quiet = () => undefined
const FEED = 'fasit-spells'
const DIGITS = /130580-?1231|020975-?1448/

let house: TestHouse
const inHome = (...parts: readonly string[]) => join(house.config.home, ...parts)

beforeAll(async () => {
  house = await openHouse()
})

function spells(...rows: readonly Spell[]): string {
  return file(rows.map(line))
}

const name = (day: string, delivery = '') => `FASIT_Forloeb_D_${day}${delivery}.csv`
const load = () => house.run(FEED, { publish: false })

/** Every file of some rooms of the home, by its path there. */
async function filesIn(...rooms: readonly string[]): Promise<readonly string[]> {
  const found = rooms.map(async (room) => {
    const names = await readdir(inHome(room), { recursive: true }).catch(() => [])
    const paths = names.map((each) => `${room}/${each}`)
    const kinds = await Promise.all(paths.map((path) => stat(inHome(path))))
    return paths.filter((_, index) => kinds[index]?.isFile())
  })
  return (await Promise.all(found)).flat().sort()
}

/** The files of the home's rooms that hold what they must not, and those in tmp. */
async function lyingPlain(): Promise<readonly string[]> {
  const paths = await filesIn('inbox', 'archive', 'failed', 'tmp')
  const texts = await Promise.all(paths.map((path) => readFile(inHome(path), 'latin1')))
  return paths.filter((path, index) => DIGITS.test(texts[index] ?? '') || path.startsWith('tmp/'))
}

async function openEnds(): Promise<readonly string[]> {
  const rows = await house.query<{ said: string }>(
    `select concat_ws(' ', start_date, end_date) as said from core.benefit_spell
     where recorded_to = 'infinity' order by start_date`,
  )
  return rows.map(({ said }) => said)
}

const KTH = { ForløbID: '1', 'CPR-nr.': CPR.a, Startdato: '01-01-2020' }
const UNKNOWN = { ForløbID: '2', 'CPR-nr.': CPR.b, Startdato: '02-01-2020', Ydelse: 'Kontanhjælp' }

test('loaded, refused and zipped originals lie encrypted under their own names, and nothing lies plain', async () => {
  const good = spells(KTH, UNKNOWN)
  await house.deliver(name('20200203'), good)
  await house.deliver(name('20200204'), good.replace('ANTAL;2', 'ANTAL;9'))
  const archive = zip([[name('20200205'), spells({ ...KTH, Slutdato: '05-01-2020' })]])
  await house.deliver(`${name('20200205')}.zip`, archive)
  const { json } = await load()
  expect(json.loads.map(({ state }) => state)).toEqual(['done', 'refused', 'done'])
  const lying = await filesIn('inbox', 'archive', 'failed')
  expect(lying.map((path) => path.replace(/[0-9a-f]{16}/, '…')).sort()).toEqual([
    'archive/fasit-spells/2020-02/…-FASIT_Forloeb_D_20200203.csv',
    'archive/fasit-spells/2020-02/…-FASIT_Forloeb_D_20200205.csv.zip',
    'failed/fasit-spells/2020-02/…-FASIT_Forloeb_D_20200204.csv',
    'failed/fasit-spells/2020-02/…-FASIT_Forloeb_D_20200204.csv.txt',
  ])
  for (const path of lying) {
    expect([path, await isSealed(inHome(path))]).toEqual([path, !path.endsWith('.txt')])
  }
  expect(await lyingPlain()).toEqual([])
  const sums = await house.query<{ sha256: string }>('select sha256 from ops.run order by run_id')
  const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')
  expect([sums[0]?.sha256, sums[2]?.sha256]).toEqual([sha256(good), sha256(archive)])
})

test('a late file and a re-delivery put the encrypted ones on again', async () => {
  await house.deliver(name('20200202'), spells({ ...KTH, Slutdato: '31-01-2020' }))
  expect((await load()).json.loads[0]?.message).toContain('Senere filer er lagt på igen')
  expect(await openEnds()).toEqual(['2020-01-01 2020-01-05'])
  const again = spells({ ...KTH, Slutdato: '04-01-2020', Ændret: '03-01-2020 08:00' }, UNKNOWN)
  await house.deliver(name('20200203', '_2'), again)
  expect((await load()).json.loads[0]?.state).toBe('done')
  expect(await openEnds()).toEqual(['2020-01-01 2020-01-04'])
  expect(await lyingPlain()).toEqual([])
})

test('a rejected row is released from an encrypted file, and a backfill reads them all again', async () => {
  await house.overlay('label.csv', LABEL_HEADING, 'target_group,fasit,Kontanhjælp,KTH,,')
  const released = await releaseWord(house.config, undefined, { publish: false }, quiet)
  expect([released.exitCode, released.json]).toMatchObject([0, { releases: [{ released: 1 }] }])
  expect(await openEnds()).toEqual(['2020-01-01 2020-01-04', '2020-01-02'])
  const flags = { from: '2020-01', to: '2020-12', publish: false }
  const { exitCode, json } = await backfillWord(house.config, FEED, flags, quiet)
  expect([exitCode, json]).toMatchObject([0, { parts: [{ state: 'done', purged: [] }] }])
  expect(await openEnds()).toEqual(['2020-01-01 2020-01-04', '2020-01-02'])
  expect(await lyingPlain()).toEqual([])
})

test('a revert puts the later files back as they lay, encrypted, and they load as any other', async () => {
  const [first] = await house.query<{ run_id: string }>(
    "select run_id from ops.run where state = 'done' and file_name like '%0202.csv' order by run_id desc limit 1",
  )
  const before = await openEnds()
  const reverted = await revertWord(
    house.config,
    first?.run_id ?? '',
    { yes: true, publish: false },
    quiet,
  )
  expect(reverted.json).toMatchObject({
    lost: [],
    returned: [name('20200203', '_2'), `${name('20200205')}.zip`],
  })
  expect(await openEnds()).toEqual([])
  const waiting = (await filesIn('inbox')).filter((path) => !path.endsWith('.done'))
  for (const path of waiting) expect([path, await isSealed(inHome(path))]).toEqual([path, true])
  expect((await load()).json.loads.map(({ state }) => state)).toEqual(['done', 'done'])
  expect(await openEnds()).toEqual(before)
  expect(await filesIn('inbox')).toEqual([])
})

test('a file whose load fails is encrypted where it waits, by its name and times, and the next run takes it', async () => {
  const path = await house.deliver(
    name('20200504'),
    spells({ ...KTH, Slutdato: '06-01-2020', Ændret: '04-01-2020 08:00' }),
  )
  await utimes(path, 1_588_550_400, 1_588_550_400)
  // A file where the archive wants a folder.
  await writeFile(inHome('archive', FEED, '2020-05'), '')
  const failed = await load()
  expect([failed.exitCode, failed.json.failures[0]?.error.code]).toEqual([5, 'STORAGE_FAILED'])
  expect(await isSealed(path)).toBe(true)
  expect((await stat(path)).mtimeMs).toBe(1_588_550_400_000)
  expect(await lyingPlain()).toEqual([])
  await rm(inHome('archive', FEED, '2020-05'))
  expect((await load()).json.loads[0]?.state).toBe('done')
  expect(await openEnds()).toEqual(['2020-01-01 2020-01-06', '2020-01-02'])
})

test('with another key than the database knows nothing is touched', async () => {
  const path = await house.deliver(name('20200505'), spells(KTH))
  const other = { ...house.config, pseudonymKey: Buffer.alloc(32, 9).toString('base64') }
  const { exitCode } = await run(other, FEED, { publish: false }, quiet)
  expect(exitCode).toBe(4)
  expect(await readFile(path, 'utf8')).toBe(spells(KTH))
  await rm(path)
})

test('a damaged original and one of another key are told apart, in the archive and in the inbox', async () => {
  const { archived } = await archivedLast()
  const whole = await readFile(archived)
  const damaged = Buffer.from(whole)
  damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1
  const inbox = inHome('inbox', name('20200506'))
  await writeFile(inbox, damaged)
  await utimes(inbox, 1_588_550_400, 1_588_550_400)
  const broken = await load()
  expect(broken.exitCode).toBe(2)
  expect(broken.text).toMatch(
    /ORIGINAL_DAMAGED: Den krypterede fil er beskadiget[\s\S]*kilden igen/,
  )
  const foreign = makeVault([Buffer.alloc(32, 9)]).seal(createReadStream(inHome('keys.json')))
  await writeFile(inbox, await buffer(foreign))
  const locked = await load()
  expect(locked.exitCode).toBe(4)
  expect(locked.text).toMatch(
    /FOREIGN_ORIGINAL: Filen er krypteret med en nøgle, som dette hjem ikke har[\s\S]*keys.json/,
  )
  await rm(inbox)
  await writeFile(archived, damaged)
  await house.deliver(name('20200503'), spells(KTH))
  const late = await load()
  expect([late.exitCode, late.json.loads[0]?.error]).toMatchObject([
    2,
    { code: 'REORDER_FAILED', got: expect.stringContaining('ORIGINAL_DAMAGED: Den krypterede') },
  ])
  await writeFile(archived, whole)
  expect(await lyingPlain()).toEqual([])
})

/** The file of the last load, where it lies. */
async function archivedLast(): Promise<{ archived: string }> {
  const [row] = await house.query<{ path: string }>(
    "select archived_path as path from ops.run where state = 'done' and archived_path is not null order by run_id desc limit 1",
  )
  return { archived: inHome(row?.path ?? '') }
}

test('an encrypted file can be checked, and leaves nothing', async () => {
  const [refused] = (await filesIn('failed')).filter((path) => path.endsWith('0204.csv'))
  const { exitCode, text } = await check(house.config, FEED, { file: inHome(refused ?? '') }, quiet)
  expect([exitCode, text]).toEqual([2, expect.stringContaining('TRAILER_MISMATCH')])
  expect(await lyingPlain()).toEqual([])
})

test('after a kill in the middle of a load nothing plain is left once the next has run', async () => {
  const path = await house.deliver(
    name('20200507'),
    spells({ ...KTH, Slutdato: '07-01-2020', Ændret: '05-01-2020 08:00' }),
  )
  const blocker = await blockWrites(house, 'stage.benefit_spell')
  const victim = startWord(['run', FEED, '--no-publish'], environmentOf(house))
  await blocker.waiters(1, 'relation')
  victim.process.kill('SIGKILL')
  await victim.ended
  await blocker.release()
  await untilAlone(house)
  expect(await isSealed(path)).toBe(true)
  // What it read from: the encrypted copy, and the plain one that the sweep is for.
  expect(await filesIn('tmp')).toHaveLength(2)
  expect((await load()).json.loads[0]?.state).toBe('done')
  expect(await openEnds()).toEqual(['2020-01-01 2020-01-07', '2020-01-02'])
  expect(await lyingPlain()).toEqual([])
  expect((await lastRun(house, FEED)).state).toBe('done')
})
