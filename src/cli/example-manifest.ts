/** Owns the comparison of what mart holds of the example municipality with what its generator says it wrote. */
import { sql } from 'kysely'
import type { Manifest } from '../../fixtures/example/index.ts'
import type { Database } from '../db/connect.ts'

// The example is Viborg.
const MUNICIPALITY = '791'

/** Every difference as a line of text; none when all agree. */
export async function compareWithManifest(
  database: Database,
  manifest: Manifest,
): Promise<string[]> {
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

interface Expected {
  readonly kpi: string
  readonly basis: 'national' | 'own'
  readonly areaCode: string
  readonly period: string
  readonly targetGroup: string
  readonly numerator: number
  /** Null for a count. */
  readonly denominator: number | null
}

/** The national figures that follow from the files alone, and the own ones as the cases were drawn. */
function expectedFigures({ checkpoints, people }: Manifest): readonly Expected[] {
  const national = checkpoints
    .filter(({ kpi }) => kpi.startsWith('share_') || kpi === 'fulltime_persons')
    .map((point) => ({ ...point, basis: 'national' as const }))
  const own = people?.figures.map(({ value, ...figure }) => ({
    ...figure,
    ...{ basis: 'own' as const, areaCode: MUNICIPALITY, numerator: value, denominator: null },
  }))
  return [...national, ...(own ?? [])]
}

async function compareFigures({ db }: Database, manifest: Manifest): Promise<string[]> {
  const differences: string[] = []
  for (const expected of expectedFigures(manifest)) {
    const { kpi, basis, areaCode, period, targetGroup } = expected
    const row = await db
      .selectFrom('mart.kpi')
      .select(['numerator', 'denominator'])
      .where('kpi', '=', kpi)
      .where('basis', '=', basis)
      .where('area_code', '=', areaCode)
      .where('period', '=', period)
      .where('target_group', '=', targetGroup)
      .where('team', '=', 'ALL')
      .where('age_group', '=', 'ALL')
      .executeTakeFirst()
    const number = (value: string | null) => (value === null ? null : Number(value))
    const got = row && [number(row.numerator), number(row.denominator)]
    const wanted = [expected.numerator, expected.denominator]
    if (JSON.stringify(got) !== JSON.stringify(wanted)) {
      differences.push(
        `  ${kpi} (${basis}) ${areaCode} ${period} ${targetGroup}: ${JSON.stringify(got)}, ventede ${JSON.stringify(wanted)}`,
      )
    }
  }
  return differences
}
