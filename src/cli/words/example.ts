/** Owns the example municipality: its exports written, loaded by every feed, published, checked against the manifest and shown. */
import { join, relative } from 'node:path'
import { sql } from 'kysely'
import { type Manifest, writeExample } from '../../../fixtures/example/index.ts'
import { EXIT, type ExitCode } from '../../core/errors.ts'
import type { Database } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { listInbox } from '../../load/inbox.ts'
import { type Config, readConfig } from '../config.ts'
import { goalsText, readGoals } from '../goals.ts'
import { withDatabase, withHouse } from '../house.ts'
import { loadAndPublish, toLoad } from '../loads.ts'
import type { Progress, WordResult } from '../output.ts'

/** `example`, which is what `npm start` does; running it again changes nothing. */
export async function example(given: Config, progress: Progress): Promise<WordResult> {
  const config = given.home.endsWith('example')
    ? given
    : await readConfig({ JOBMART_HOME: given.home }, { example: true, municipality: undefined })
  progress('Starter databasen')
  return withDatabase(config, async (database) => {
    await migrate(database)
    progress('Skriver eksempelkommunens udtræk')
    const inbox = join(config.home, 'inbox')
    // Its people come with the own figures, once a publication of them is fast enough for a first look.
    const manifest = await writeExample(inbox, { now: config.businessDate ?? '', people: false })
    const loaded = await withHouse(config, 'example', async (house) => {
      const { waiting } = await listInbox(config.home, house.municipality, house.feeds)
      const files = waiting.map((file) => toLoad(file, {}))
      return loadAndPublish(house, files, true, progress)
    })
    const differences = await compare(database, manifest)
    const goals = await readGoals(database)
    const ownExit: ExitCode = differences.length > 0 ? EXIT.defect : EXIT.done
    return {
      exitCode: loaded.exitCode !== EXIT.done ? loaded.exitCode : ownExit,
      text: [
        loaded.text,
        '',
        'Mål i Beskæftigelsesplan 2020 (syntetiske tal)',
        goalsText(goals),
        '',
        ...(differences.length > 0
          ? ['Tallene afviger fra manifestet:', ...differences]
          : ['Alle tal svarer til eksemplets manifest.']),
        ...lookInside(config),
      ].join('\n'),
      json: { ...(loaded.json as object), goals, differences },
    }
  })
}

function lookInside({ home }: Config): readonly string[] {
  return [
    '',
    'Se indenfor:',
    '  npm run -s jobmart -- db start --example    starter databasen og viser dens adresse (til psql eller Power BI)',
    '  npm run -s jobmart -- status --example      friskhed, kørsler og mål',
    `  ${relative(process.cwd(), join(home, 'archive'))}    de indlæste filer`,
    '  Månedssiden (report) findes ikke endnu.',
  ]
}

/** What mart holds against what the generator says it wrote; empty when all agree. */
async function compare(database: Database, manifest: Manifest): Promise<string[]> {
  const counts = await compareCounts(database, manifest)
  return [...counts, ...(await compareFigures(database, manifest))]
}

async function compareCounts({ db }: Database, manifest: Manifest): Promise<string[]> {
  const expected: Readonly<Record<string, unknown>> = {
    ...manifest.expected,
    ...manifest.people?.counts,
  }
  const { rows } = await sql<Record<string, string>>`
    select
      (select count(*) from mart.external_measure) as "externalMeasureCells",
      (select count(*) from mart.external_measure where is_suppressed) as "externalMeasureSuppressed",
      (select count(*) from mart.population) as "populationCells",
      (select count(*) from mart.goal) as "goals",
      (select count(distinct line) from mart.fact_finance_month) as "budgetLines",
      (select count(*) from mart.kpi where basis = 'manual') as "manualFigures",
      (select count(*) from core.citizen_open) as "citizens",
      (select count(*) from core.benefit_spell_open) as "benefitSpells",
      (select count(*) from core.sickness_case_open) as "sicknessCases",
      (select count(*) from core.partial_return_open) as "partialReturns"`.execute(db)
  const differences: string[] = []
  for (const [name, count] of Object.entries(rows[0] ?? {})) {
    const wanted = expected[name] ?? 0
    if (Number(count) !== wanted) differences.push(`  ${name}: ${count}, ventede ${wanted}`)
  }
  return differences
}

async function compareFigures({ db }: Database, { checkpoints }: Manifest): Promise<string[]> {
  const differences: string[] = []
  for (const point of checkpoints) {
    if (!point.kpi.startsWith('share_') && point.kpi !== 'fulltime_persons') continue
    const kpi = await db
      .selectFrom('mart.kpi')
      .select(['numerator', 'denominator'])
      .where('kpi', '=', point.kpi)
      .where('basis', '=', 'national')
      .where('area_code', '=', point.areaCode)
      .where('period', '=', point.period)
      .where('target_group', '=', point.targetGroup)
      .where('age_group', '=', 'ALL')
      .executeTakeFirst()
    const got = kpi && [
      Number(kpi.numerator),
      kpi.denominator === null ? null : Number(kpi.denominator),
    ]
    const wanted = [point.numerator, point.denominator]
    if (JSON.stringify(got) !== JSON.stringify(wanted)) {
      differences.push(
        `  ${point.kpi} ${point.area} ${point.period} ${point.targetGroup}: ${JSON.stringify(got)}, ventede ${JSON.stringify(wanted)}`,
      )
    }
  }
  return differences
}
