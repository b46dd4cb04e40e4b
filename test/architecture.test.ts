/** Owns the guard of the house's own rules: each holds in this checkout, and each is seen to fire on something made up. */
import { beforeAll, describe, expect, test } from '@jest/globals'
import {
  auditsAreComplete,
  errorCodesAreComplete,
  feedsAreComplete,
  feedsAreHeldToConformance,
  kpiCatalogueIsComplete,
  kpisAreComplete,
  modelsAreComplete,
} from './support/architecture/catalogue.ts'
import {
  type Change,
  type Repository,
  type Rule,
  readRepository,
  withEdit,
  withErrorCode,
  withFeed,
  withFile,
} from './support/architecture/repository.ts'
import {
  connectorsOnlyDeclare,
  importsGoOneWay,
  onlyTheCliReadsItsSurroundings,
} from './support/architecture/rooms.ts'
import {
  filesAreShort,
  filesOpenWithASentence,
  functionsAreShort,
  noTextHoldsACpr,
  noTextNamesAMachinePath,
  nothingIsAny,
  sqlKeywordsAreLowerCase,
} from './support/architecture/style.ts'

let repository: Repository

beforeAll(async () => {
  repository = await readRepository()
})

const line = (text: string) => `/** Owns something made up. */\n${text}\n`
const imports = (path: string, from: string) => withFile(path, line(`import { it } from '${from}'`))
const KPI = 'sql/kpi/share_temporary_support.national.sql'
const AUDIT = 'sql/audit/share_within_0_100.sql'
// A path and a number that this file must not hold itself, so they are put together.
const SOMEBODYS = ['', 'home', 'anna'].join('/')
const NOBODYS = ['310299', '0004'].join('-')
const ATTIC = withFeed({ id: 'attic', connector: 'plan' })
const CONFORMANCE = 'test/connectors/conformance.test.ts'
const KPIS = 'sql/reference/kpi.csv'
const MODEL = 'sql/mart/fact_goal.sql'

/** Every rule with made-up breaches: what it must say of each, and the change that brings it about. */
const RULES: readonly (readonly [title: string, Rule, Readonly<Record<string, Change>>])[] = [
  [
    'imports go one way',
    importsGoOneWay,
    {
      'src/core/new.ts:2 imports ../read/csv.ts': imports('src/core/new.ts', '../read/csv.ts'),
      'src/core/new.ts:2 imports node:fs': imports('src/core/new.ts', 'node:fs'),
      'src/core/new.ts:2 imports luxon': imports('src/core/new.ts', 'luxon'),
      'src/read/new.ts:2 imports ../db/copy.ts': imports('src/read/new.ts', '../db/copy.ts'),
      'src/db/reference.ts:2 imports ../load/locks.ts': imports(
        'src/db/reference.ts',
        '../load/locks.ts',
      ),
      'src/load/new.ts:2 imports ../publish/models.ts': imports(
        'src/load/new.ts',
        '../publish/models.ts',
      ),
      'src/load/new.ts:2 imports pg': imports('src/load/new.ts', 'pg'),
      'src/cli/words/new.ts:2 imports ../../../connectors/index.ts': imports(
        'src/cli/words/new.ts',
        '../../../connectors/index.ts',
      ),
      'src/publish/new.ts:2 imports ../load/merge.ts': imports(
        'src/publish/new.ts',
        '../load/merge.ts',
      ),
      'src/publish/new.ts:2 imports ../read/csv.ts': imports(
        'src/publish/new.ts',
        '../read/csv.ts',
      ),
      'src/connector.ts:2 imports ./db/copy.ts': imports('src/connector.ts', './db/copy.ts'),
      'connectors/new/index.ts:2 imports ../../src/core/period.ts': imports(
        'connectors/new/index.ts',
        '../../src/core/period.ts',
      ),
      'connectors/new/index.ts:2 imports ../plan/index.ts': imports(
        'connectors/new/index.ts',
        '../plan/index.ts',
      ),
      'src/attic/new.ts:2 imports ../core/period.ts': imports(
        'src/attic/new.ts',
        '../core/period.ts',
      ),
    },
  ],
  [
    'only the command line reads its words and the environment',
    onlyTheCliReadsItsSurroundings,
    {
      'src/cli/new.ts:2 reads process': withFile(
        'src/cli/new.ts',
        line('export const x = process.argv'),
      ),
      'src/load/new.ts:2 reads process': withFile(
        'src/load/new.ts',
        line('const { HOME } = process.env'),
      ),
      'src/read/new.ts:2 reads process': withFile(
        'src/read/new.ts',
        line("import { env } from 'node:process'"),
      ),
    },
  ],
  [
    'a connector only declares',
    connectorsOnlyDeclare,
    {
      'connectors/new/index.ts:2 waits': withFile(
        'connectors/new/index.ts',
        line('export const x = await y'),
      ),
      'connectors/new/index.ts:2 loops': withFile(
        'connectors/new/index.ts',
        line('for (const x of y) f(x)'),
      ),
      'connectors/new/index.ts:3 loops': withFile(
        'connectors/new/index.ts',
        line('// as long as\nwhile (x) f(x)'),
      ),
      'connectors/new/index.ts:2 looks at the clock': withFile(
        'connectors/new/index.ts',
        line('f(Date.now())'),
      ),
      'connectors/new/index.ts:2 speaks SQL': withFile(
        'connectors/new/index.ts',
        line('f(`select 1 from x`)'),
      ),
    },
  ],
  [
    'no file is over 300 lines',
    filesAreShort,
    {
      'src/core/new.ts has 301 lines': withFile(
        'src/core/new.ts',
        line('f()\n'.repeat(300).trimEnd()),
      ),
    },
  ],
  [
    'no function is over 40 lines',
    functionsAreShort,
    {
      'src/core/new.ts:2 is a function of 41 lines': withFile(
        'src/core/new.ts',
        line(`const æ = () => {\n${'  f()\n'.repeat(39)}}`),
      ),
    },
  ],
  [
    'nothing is any',
    nothingIsAny,
    { 'src/core/new.ts:2 is any': withFile('src/core/new.ts', line('export const x = y as any')) },
  ],
  [
    'every file opens with a sentence on what it owns',
    filesOpenWithASentence,
    {
      'src/core/new.ts does not open with what it owns': withFile(
        'src/core/new.ts',
        '/** Things. */\n',
      ),
      'src/connector.ts does not open with what it owns': withFile('src/connector.ts', line('')),
    },
  ],
  [
    'SQL keywords are written in lower case',
    sqlKeywordsAreLowerCase,
    { [`${KPI} shouts FROM`]: withEdit(KPI, '\nfrom ', '\nFROM ') },
  ],
  [
    'no text names a path of one machine',
    noTextNamesAMachinePath,
    { [`notes.md names ${SOMEBODYS}`]: withFile('notes.md', `See ${SOMEBODYS}/jobmart.`) },
  ],
  [
    'no text holds a CPR number that passes modulus 11',
    noTextHoldsACpr,
    // It passes, and 31 February is nobody's birthday.
    { 'notes.md holds a CPR number': withFile('notes.md', `Call ${NOBODYS}.`) },
  ],
  [
    'every KPI is complete',
    kpisAreComplete,
    {
      [`${KPI} lacks -- question:`]: withEdit(KPI, '-- question:', '-- asks:'),
      [`${KPI} has another unit than kpi.csv`]: withEdit(
        KPI,
        '-- unit: percent',
        '-- unit: persons',
      ),
      [`${KPI} has another direction than kpi.csv`]: withEdit(
        KPI,
        '-- better: down',
        '-- better: up',
      ),
      [`${KPI} is not named as its header`]: withEdit(KPI, '-- basis: national', '-- basis: own'),
      [`${KPI} is not in sql/reference/kpi.csv`]: withEdit(KPI, '-- kpi: share_', '-- kpi: part_'),
      [`${KPI} has no test`]: withEdit(KPI, '-- kpi: share_', '-- kpi: part_'),
    },
  ],
  [
    'the catalogue of KPIs is complete',
    kpiCatalogueIsComplete,
    {
      'no KPI has the number 37': withEdit(KPIS, 'case_errors,37,', 'case_errors,38,'),
      'case_errors has no period': withEdit(KPIS, 'Q|Y|TG,kvalitetsmål', 'TG,kvalitetsmål'),
      'case_errors has no type of goal': withEdit(KPIS, 'Q|Y|TG,kvalitetsmål', 'Q|Y|TG,mål'),
      'fraud_control is set by nobody': withEdit(KPIS, ',,fokusmål,Staten', ',,fokusmål,'),
      'fraud_control names no feed': withEdit(KPIS, 'manual-entries,Y,,fokusmål', ',Y,,fokusmål'),
    },
  ],
  [
    'every model is complete',
    modelsAreComplete,
    {
      [`${MODEL} lacks -- grain:`]: withEdit(MODEL, '-- grain:', '-- one row per:'),
      [`${MODEL} lacks the marker /*slices: */`]: withEdit(MODEL, '/*slices:', '/*'),
      [`${MODEL} names slices that do not exist`]: withEdit(
        MODEL,
        '-- slices: goal',
        '-- slices: goals',
      ),
    },
  ],
  [
    'every audit is complete',
    auditsAreComplete,
    {
      [`${AUDIT} lacks -- todo:`]: withEdit(AUDIT, '-- todo:', '-- do:'),
      [`${AUDIT} has no known severity`]: withEdit(AUDIT, '-- severity: stop', '-- severity: high'),
      [`${AUDIT} is named in no test`]: withEdit(AUDIT, '-- audit: share_', '-- audit: part_'),
    },
  ],
  [
    'every feed is complete',
    feedsAreComplete,
    {
      'attic is not in connectors/plan/README.md': ATTIC,
      'attic has no sample': ATTIC,
      'attic has no expected.json': ATTIC,
      'attic has no test in test/connectors': ATTIC,
    },
  ],
  [
    'every feed is held to the conformance suite',
    feedsAreHeldToConformance,
    {
      'plan-budget is not held to the conformance suite': withEdit(
        CONFORMANCE,
        'of feeds)',
        'of feeds.slice(1))',
      ),
      'jobindsats is not held to the conformance suite': withEdit(
        CONFORMANCE,
        '../../connectors/index.ts',
        './some.ts',
      ),
    },
  ],
  [
    'every error code is explained, asserted and thrown',
    errorCodesAreComplete,
    {
      'ATTIC is not explained in src/core/error-codes.md': withErrorCode('ATTIC'),
      'ATTIC is asserted in no test': withErrorCode('ATTIC'),
      'ATTIC is thrown nowhere': withErrorCode('ATTIC'),
    },
  ],
]

describe.each(RULES)('%s', (_, rule, breaches) => {
  test('holds', () => {
    expect(rule(repository)).toEqual([])
  })

  test.each(Object.entries(breaches))('else it says: %s', (says, change) => {
    expect(rule(repository)).not.toContain(says)
    expect(rule(change(repository))).toContain(says)
  })
})
