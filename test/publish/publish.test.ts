/** Owns: a publication shows what changed and nothing else, and one that its audits stop leaves mart as it was. */
import { rm } from 'node:fs/promises'
import { beforeAll, expect, test } from '@jest/globals'
import { blockWrites } from '../support/blocker.ts'
import { type ExampleHouse, openExample } from '../support/example.ts'
import {
  LABEL_HEADING,
  martContents,
  openHouse,
  type Row,
  type TestHouse,
} from '../support/house.ts'
import { fileOf, GOOD } from '../support/sickness.ts'
import { differences, lastRun } from '../support/states.ts'

const FILE = 'ptv_a02.csv'
const LINE = 'Viborg;2020M01;Sygedagpenge;1924;1264;'
const IMPOSSIBLE = LINE.replace('1264', '100000')

let example: ExampleHouse
let house: TestHouse

beforeAll(async () => {
  example = await openExample({ months: 4 })
  house = example.house
}, 120_000)

test('publishing with nothing changed makes no publication and touches no row', async () => {
  const before = await publications(house)
  const rows = await transactionsOf(house)
  const result = await house.publish()
  expect(result.exitCode).toBe(0)
  expect(result.json).toMatchObject({ published: false, changes: [] })
  expect(result.text).toBe('Intet var ændret siden sidste udgivelse.')
  expect(await publications(house)).toEqual(before)
  expect(await transactionsOf(house)).toEqual(rows)
  expect(await lastRun(house, 'publish')).toMatchObject({ state: 'done', exit_code: 0 })
})

test('a changed parameter in the home rebuilds the figures it decides, and taken away again they are as before', async () => {
  const before = await martContents(house)
  const overlay = await house.overlay(
    'parameter.csv',
    'name,value,unit,note',
    'preliminary_months,6,months,flere',
  )
  const result = await house.publish()
  expect(result.json).toMatchObject({ published: true })
  expect(reasonsOf(result.json)).toEqual(['parameter'])
  const changes = differences(before, await martContents(house))
  const changed = changes.kpi?.come ?? []
  expect(changed.every((row) => row.is_preliminary === true)).toBe(true)
  expect(new Set(changed.map(({ period }) => period))).toEqual(new Set(['2019-10', '2019-11']))
  expect(changes.external_measure).toBeUndefined()
  expect((await house.publish()).json).toMatchObject({ published: false })
  await rm(overlay)
  expect((await house.publish()).json).toMatchObject({ published: true })
  expect(await martContents(house)).toEqual(before)
})

test('a label in the home moves its figures to another target group, without a new file', async () => {
  const before = await martContents(house)
  const overlay = await house.overlay(
    'label.csv',
    LABEL_HEADING,
    'target_group,jobindsats,Forrevalidering,REV,,',
  )
  const was = await fulltimePersons(house, 'REV')
  expect((await house.publish()).json).toMatchObject({ published: true })
  // The example has six full-time persons on forrevalidering in Viborg in 2020-01.
  expect(await fulltimePersons(house, 'REV')).toBe(was + 6)
  await rm(overlay)
  await house.publish()
  expect(await martContents(house)).toEqual(before)
})

test('an impossible share stops the publication: mart stays, the load at fault is named, a corrected file publishes', async () => {
  const before = { mart: await martContents(house), publications: await publications(house) }
  const original = await example.textOf(FILE)
  expect(original.split(LINE)).toHaveLength(2)
  await house.deliver(FILE, original.replace(LINE, IMPOSSIBLE))
  const bad = await house.run('jobindsats')
  expect(bad.exitCode).toBe(2)
  expect(bad.json.loads).toMatchObject([{ state: 'done', rows: { loaded: 1 } }])
  const load = bad.json.loads[0]?.run_id
  expect(bad.json.publish_error?.error).toMatchObject({ code: 'AUDIT_STOPPED' })
  expect(bad.text).toContain('En andel ligger mellem 0 og 100 procent')
  expect(bad.text).toContain('Mart er, som den var.')
  expect(bad.text).toContain('sql/audit/share_within_0_100.sql')
  expect(bad.text).toContain(
    `Indlæst siden sidste udgivelse: kørsel ${load} (jobindsats, ${FILE}): jobmart revert ${load} --yes.`,
  )
  expect(await martContents(house)).toEqual(before.mart)
  expect(await publications(house)).toEqual(before.publications)
  const stopped = await lastRun(house, 'publish')
  expect(stopped).toMatchObject({ state: 'refused', exit_code: 2 })
  expect(stopped.message).toContain('standset af en kontrol')
  expect(stopped.message).toContain(`jobmart revert ${load} --yes`)
  expect(await stoppingAuditsOf(house, stopped.run_id)).toMatchObject([
    { audit: 'age_bands_sum_to_total', severity: 'stop', bad_rows: 0 },
    { audit: 'share_within_0_100', severity: 'stop', bad_rows: expect.any(Number) },
  ])

  // Nobody mended it: publishing again stops again and names the same load.
  await expect(house.publish()).rejects.toMatchObject({
    code: 'AUDIT_STOPPED',
    exitCode: 2,
    context: { todo: expect.stringContaining(`kørsel ${load} (jobindsats, ${FILE}`) },
  })
  expect(await martContents(house)).toEqual(before.mart)

  await house.deliver(FILE, original)
  const mended = await house.run('jobindsats')
  expect(mended.exitCode).toBe(0)
  expect(mended.json.publication?.published).toBe(true)
  expect(await martContents(house)).toEqual(before.mart)
  expect(await publications(house)).toHaveLength(before.publications.length + 1)
}, 120_000)

test('a population whose ages do not sum to its own total stops the publication', async () => {
  const other = await openHouse()
  const people = (old: number) =>
    fileOf(
      'OMRÅDE;ALDER;TID;INDHOLD',
      'Viborg;Alder i alt;2020K1;97000',
      'Viborg;0-15 år;2020K1;18000',
      'Viborg;16-66 år;2020K1;61000',
      `Viborg;67 år og derover;2020K1;${old}`,
    )
  await other.deliver('FOLK1A.csv', people(17_999))
  const bad = await other.run('statbank-population')
  expect(bad.exitCode).toBe(2)
  expect(bad.text).toContain('Aldrene i folketallet summer til kildens egen total')
  expect(bad.text).toContain('Viborg')
  expect((await martContents(other)).population).toEqual([])
  await other.deliver('FOLK1A.csv', people(18_000))
  expect((await other.run('statbank-population')).exitCode).toBe(0)
  expect((await martContents(other)).population).toHaveLength(4)
})

test('the stopped publication names a load that began before the last publication and ended after it', async () => {
  const other = await openHouse()
  await other.deliver(
    'FOLK1A.csv',
    fileOf('OMRÅDE;ALDER;TID;INDHOLD', 'Viborg;16-66 år;2020K1;61000'),
  )
  await other.run('statbank-population')
  const path = await other.deliver('y07a02.csv', GOOD.replaceAll('1264', '100000'))
  const blocker = await blockWrites(other, 'stage.external_measure')
  const loading = other.run('jobindsats', { file: path, publish: false })
  await blocker.waiters(1, 'relation')
  const overlay = 'preliminary_months,6,months,flere'
  await other.overlay('parameter.csv', 'name,value,unit,note', overlay)
  expect((await other.publish()).json).toMatchObject({ published: true })
  await blocker.release()
  const load = (await loading).json.loads[0]?.run_id
  await expect(other.publish()).rejects.toMatchObject({
    code: 'AUDIT_STOPPED',
    context: { todo: expect.stringContaining(`kørsel ${load} (jobindsats, y07a02.csv`) },
  })
})

function publications(inHouse: TestHouse): Promise<Row[]> {
  return inHouse.query('select * from mart.publication order by publication_id')
}

// A row that was written again, even with the same values, carries another transaction in xmin.
async function transactionsOf(inHouse: TestHouse): Promise<Row[]> {
  const tables = await inHouse.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'mart' and table_type = 'BASE TABLE' order by 1`,
  )
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as name, xmin::text, count(*)::integer as rows from mart.${name} group by 2`,
  )
  return inHouse.query(`${each.join(' union all ')} order by 1, 2`)
}

async function fulltimePersons(inHouse: TestHouse, group: string): Promise<number> {
  const [row] = await inHouse.query<{ value: string }>(
    `select value from mart.kpi where kpi = 'fulltime_persons' and area_code = '791'
     and period = '2020-01' and target_group = $1 and age_group = 'ALL'`,
    [group],
  )
  return Number(row?.value)
}

function stoppingAuditsOf(inHouse: TestHouse, runId: string): Promise<Row[]> {
  return inHouse.query(
    "select * from ops.audit_result where run_id = $1 and severity = 'stop' order by audit",
    [runId],
  )
}

function reasonsOf(json: unknown): string[] {
  const { changes } = json as { changes: { reason: string }[] }
  return [...new Set(changes.map(({ reason }) => reason))]
}
