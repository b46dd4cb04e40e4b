/** Owns: the service runs its timetable as the real program does, one run at a time, and leaves nothing behind. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { blockWrites } from '../support/blocker.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { environmentOf, startWord, untilAlone, word } from '../support/process.ts'
import { GOOD } from '../support/sickness.ts'
import { coreContents, lastRun } from '../support/states.ts'
import { until } from '../support/until.ts'

const EVERY_SECOND = '* * * * * *'

test('every due line runs its words, what it says and ends with is told, failed or not, and Ctrl-C ends it with 130', async () => {
  const house = await openHouse({ municipality: '999' })
  const lines = `# test\n${EVERY_SECOND} feeds --json\n${EVERY_SECOND} nightly\n`
  const service = await startService(house, lines)
  await service.says('two runs', /(feeds --json: sluttet med kode 0[\s\S]*){2}/)
  await service.says('two failed runs', /(nightly: sluttet med kode 4[\s\S]*){2}/)
  service.process.kill('SIGINT')
  const { exitCode, stderr } = await service.ended
  expect(exitCode).toBe(130)
  expect(stderr).toMatch(
    /· \S+test\.cron:2 {2}\* \* \* \* \* \* {2}feeds --json – næste gang \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/,
  )
  expect(stderr).toMatch(/· feeds --json: +"feed": "jobindsats"/)
  expect(stderr).toContain('· nightly: BAD_CONFIGURATION: Kommunekoden findes ikke.')
  expect(pidsIn(stderr).filter(isAlive)).toEqual([])
})

test('SIGTERM stops the run at work before the service leaves with 143, and nothing of it is stored', async () => {
  const house = await openHouse()
  await house.deliver('y07a02.csv', GOOD)
  const before = await coreContents(house)
  const blocker = await blockWrites(house, 'core.external_measure')
  const service = await startService(house, `${EVERY_SECOND} nightly\n`)
  await blocker.waiters(1, 'relation')
  await service.says('a line passed over', /nightly: sprunget over, forrige kørsel er ikke slut/)
  service.process.kill('SIGTERM')
  const { exitCode, stderr } = await service.ended
  expect(exitCode).toBe(143)
  expect(stderr).toMatch(/nightly: sluttet med kode 143\n$/)
  const pids = pidsIn(stderr)
  expect(pids).toHaveLength(1)
  expect(pids.filter(isAlive)).toEqual([])
  await blocker.release()
  await untilAlone(house)
  expect(await coreContents(house)).toEqual(before)
  expect(await lastRun(house, 'jobindsats')).toMatchObject({ state: 'running' })
  const next = await house.nightly()
  expect(next.json.loads).toMatchObject([{ state: 'done', rows: { loaded: 6 } }])
})

test('the flags of the service hold for every line', async () => {
  const house = await openHouse()
  const example = join(house.config.home, 'example')
  const service = await startService(house, `${EVERY_SECOND} db url\n`, example, '--example')
  await service.says('the run', /db url: sluttet med kode 4/)
  service.process.kill('SIGTERM')
  const { stderr } = await service.ended
  expect(stderr).toContain(`· db url:   Fik:       ${example}\n`)
})

test('a timetable that cannot be meant starts nothing: exit 4 with file and line', async () => {
  const house = await openHouse()
  const file = await writeTimetable(house.config.home, '15 3 * * * nightly\n15 3 * * * run fasit\n')
  const { exitCode, stdout } = await word(['schedule', '--json'], environmentOf(house))
  expect(exitCode).toBe(4)
  const { error } = JSON.parse(stdout)
  expect(error).toMatchObject({ code: 'BAD_CONFIGURATION', file, line: 2, got: 'fasit' })
  expect(error.expected).toContain('jobindsats')
})

test('an empty timetable is an error, and a home without one has the project’s own', async () => {
  const house = await openHouse()
  const project = startWord(['schedule'], environmentOf(house))
  const service = { ...project, says: listen(project) }
  await service.says('the timetable', /schedules\/nightly\.cron:\d+ {2}15 3 \* \* \* {2}nightly/)
  project.process.kill('SIGTERM')
  expect((await project.ended).exitCode).toBe(143)
  await writeTimetable(house.config.home, '# nothing\n')
  const { exitCode, stderr } = await word(['schedule'], environmentOf(house))
  expect(exitCode).toBe(4)
  expect(stderr).toContain('BAD_CONFIGURATION: Tidsplanen er tom.')
})

async function startService(
  house: TestHouse,
  text: string,
  home = house.config.home,
  ...flags: readonly string[]
) {
  await writeTimetable(home, text)
  const started = startWord(['schedule', ...flags], environmentOf(house))
  return { ...started, says: listen(started) }
}

async function writeTimetable(home: string, text: string): Promise<string> {
  const folder = join(home, 'schedules')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'test.cron'), text)
  return join(folder, 'test.cron')
}

/** Waits for something to be said on stderr. */
function listen({ process: child }: ReturnType<typeof startWord>) {
  let said = ''
  child.stderr?.on('data', (text: string) => {
    said += text
  })
  return (what: string, pattern: RegExp) => until(what, async () => pattern.test(said))
}

function pidsIn(stderr: string): readonly number[] {
  return [...stderr.matchAll(/startet \(proces (\d+)\)/g)].map(([, pid]) => Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
