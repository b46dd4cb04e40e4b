/** Owns the rules of completeness: what every KPI, model, audit, feed and error code has to bring along. */
import { parse } from 'csv-parse/sync'
import { filesAt, type Repository, type Rule } from './repository.ts'

const RULES = /^test\/(architecture\.test|support\/architecture\/.*)\.ts$/

/** The `-- key: value` lines that a .sql file opens with. */
function headerOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('--'))
  return Object.fromEntries(
    lines.slice(0, end < 0 ? undefined : end).flatMap((line) => {
      const [, key, value] = /^-- ([a-z_]+): +(\S.*)$/.exec(line) ?? []
      return key && value ? [[key, value]] : []
    }),
  )
}

function lacking(path: string, text: string, fields: readonly string[]): readonly string[] {
  const header = headerOf(text)
  return fields.filter((field) => !header[field]).map((field) => `${path} lacks -- ${field}:`)
}

const KPI_FIELDS = [
  ...['kpi', 'basis', 'title', 'question', 'unit', 'numerator', 'denominator', 'better', 'grains'],
  ...['source', 'slices', 'version'],
]

/** A KPI's file says what it is, agrees with the catalogue, and is tested: in a file of its own or a table of expected figures. */
export const kpisAreComplete: Rule = (repository) => {
  const catalogue = kpiCatalogue(repository)
  return filesAt(repository, /^sql\/kpi\/.*\.sql$/).flatMap(([path, text]) => {
    const { kpi = '', basis, unit, better } = headerOf(text)
    const known = catalogue.get(kpi)
    return [
      ...lacking(path, text, KPI_FIELDS),
      ...(path === `sql/kpi/${kpi}.${basis}.sql` ? [] : [`${path} is not named as its header`]),
      ...(known ? [] : [`${path} is not in sql/reference/kpi.csv`]),
      ...(known?.unit === unit ? [] : [`${path} has another unit than kpi.csv`]),
      ...(known?.better === better ? [] : [`${path} has another direction than kpi.csv`]),
      ...(isTested(repository, kpi) ? [] : [`${path} has no test`]),
    ]
  })
}

// A table lists its KPIs as keys, or their tests name them first: `benchmark_rank: {`, `test('benchmark_rank is …`.
function isTested(repository: Repository, kpi: string): boolean {
  const row = new RegExp(`^  ${kpi}: |^test\\('${kpi} `, 'm')
  return filesAt(repository, /^test\/kpi\/.*\.test\.ts$/).some(
    ([path, text]) => path === `test/kpi/${kpi}.test.ts` || row.test(text),
  )
}

/** The domain's numbers: 69 KPIs and seven context figures. A number may have several codes. */
const NUMBERS = [
  ...Array.from({ length: 69 }, (_, index) => String(index + 1)),
  ...Array.from({ length: 7 }, (_, index) => `C${index + 1}`),
]
const PERIODS = ['M', 'Q', 'H', 'Y', 'S']
const GRAINS = [...PERIODS, 'TG', 'TM', 'CW', 'AB', 'BR', 'MU', 'ID', 'AF']
const VIBORG = ['produktionsmål', 'kvalitetsmål', 'resultatmål', 'effektmål', 'procesmål']
const VEJLE = ['rammemål', 'udviklingsmål', 'fokusmål']
const SETTERS = ['Staten', 'Byråd/udvalg', 'Forvaltning', 'Offentligheden']

/** Every number of the domain has a line; a line tells its sources, its grains, and of a goal its type and who sets it. */
export const kpiCatalogueIsComplete: Rule = (repository) => {
  const lines = [...kpiCatalogue(repository).values()]
  const numbers = new Set(lines.map(({ no }) => no))
  return [
    ...NUMBERS.filter((no) => !numbers.has(no)).map((no) => `no KPI has the number ${no}`),
    ...lines.flatMap((line) => {
      const grains = line.grains?.split('|') ?? []
      const type = `${line.goal_type_viborg}|${line.goal_type_vejle}`
      const isGoal = line.set_by !== '' || type !== '|'
      const types = [...VIBORG.map((each) => `${each}|`), ...VEJLE.map((each) => `|${each}`)]
      return [
        ...(line.feeds ? [] : [`${line.code} names no feed`]),
        ...(grains.every((grain) => GRAINS.includes(grain))
          ? []
          : [`${line.code} has no known grain`]),
        ...(grains.some((grain) => PERIODS.includes(grain)) ? [] : [`${line.code} has no period`]),
        ...(!isGoal || types.includes(type) ? [] : [`${line.code} has no type of goal`]),
        ...(!isGoal || SETTERS.includes(line.set_by ?? '')
          ? []
          : [`${line.code} is set by nobody`]),
        // Context figures, and the rank another is held against, are nobody's goal.
        ...(isGoal || line.better === 'none' || line.no?.startsWith('C')
          ? []
          : [`${line.code} is no goal`]),
      ]
    }),
  ]
}

function kpiCatalogue({ files }: Repository): ReadonlyMap<string, Record<string, string>> {
  const text = files.get('sql/reference/kpi.csv') ?? ''
  const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[]
  return new Map(rows.map((row) => [row.code ?? '', row]))
}

/** A model says what it fills and where its changed slices are filtered; slices that are named exist. */
export const modelsAreComplete: Rule = (repository) => {
  const models = filesAt(repository, /^sql\/mart\/[^/]+\.sql$/)
  const breaches = models.flatMap(([path, text]) => {
    // The wrapper of the KPIs takes each one's own slices.
    const slices = text.includes('{rows}') ? [] : ['slices']
    return [
      ...lacking(path, text, ['model', 'grain', 'slice', ...slices]),
      ...(/\/\*slices: \S+, .+\*\//.test(text) ? [] : [`${path} lacks the marker /*slices: */`]),
    ]
  })
  const unknown = [...models, ...filesAt(repository, /^sql\/kpi\/.*\.sql$/)].flatMap(
    ([path, text]) => {
      const { slices } = headerOf(text)
      const isKnown = !slices || repository.files.has(`sql/mart/slices/${slices}.sql`)
      return isKnown ? [] : [`${path} names slices that do not exist`]
    },
  )
  return [...breaches, ...unknown]
}

/** An audit says what holds, how bad a breach is and what to do, and a test has sabotaged it. */
export const auditsAreComplete: Rule = (repository) =>
  filesAt(repository, /^sql\/audit\/.*\.sql$/).flatMap(([path, text]) => {
    const { audit = '', severity = '' } = headerOf(text)
    return [
      ...lacking(path, text, ['audit', 'title', 'severity', 'todo']),
      ...(path === `sql/audit/${audit}.sql` ? [] : [`${path} is not named as its header`]),
      ...(['stop', 'warn'].includes(severity) ? [] : [`${path} has no known severity`]),
      ...(isNamed(repository, audit) ? [] : [`${path} is named in no test`]),
    ]
  })

/** A feed comes with a description, a sample with its expected rows, and a test. */
export const feedsAreComplete: Rule = (repository) =>
  repository.feeds.flatMap(({ id, connector }) => {
    const readme = repository.files.get(`connectors/${connector}/README.md`) ?? ''
    const samples = filesAt(repository, /^fixtures\/samples\//)
      .map(([path]) => path.split('/'))
      .filter(([, , feed]) => feed === id)
      .map(([, , , name]) => name)
    const tests = filesAt(repository, /^test\/connectors\/.*\.test\.ts$/)
    return [
      ...(hasWord(readme, id) ? [] : [`${id} is not in connectors/${connector}/README.md`]),
      ...(samples.some((name) => name !== 'expected.json') ? [] : [`${id} has no sample`]),
      ...(samples.includes('expected.json') ? [] : [`${id} has no expected.json`]),
      ...(tests.some(([, text]) => hasWord(text, id))
        ? []
        : [`${id} has no test in test/connectors`]),
    ]
  })

const CONFORMANCE = 'test/connectors/conformance.test.ts'

/** Every feed of connectors/index.ts is held to the conformance suite, those to come included. */
export const feedsAreHeldToConformance: Rule = (repository) => {
  const text = repository.files.get(CONFORMANCE) ?? ''
  const listsAll = /from '\.\.\/\.\.\/connectors\/index\.ts'/.test(text)
  const holdsAll = /^for \(const feed of feeds\) connectorConformance\(feed\)$/m.test(text)
  return listsAll && holdsAll
    ? []
    : repository.feeds.map(({ id }) => `${id} is not held to the conformance suite`)
}

/** A code that a person can meet is explained, tested, and really met somewhere. */
export const errorCodesAreComplete: Rule = (repository) => {
  const manual = repository.files.get('src/core/error-codes.md') ?? ''
  const sources = filesAt(repository, /^(src|connectors)\/.*\.ts$/)
    .filter(([path]) => path !== 'src/core/errors.ts')
    .map(([, text]) => text)
  return repository.errorCodes.flatMap((code) => [
    ...(hasWord(manual, code) ? [] : [`${code} is not explained in src/core/error-codes.md`]),
    ...(isNamed(repository, code) ? [] : [`${code} is asserted in no test`]),
    ...(sources.some((text) => isQuoted(text, code)) ? [] : [`${code} is thrown nowhere`]),
  ])
}

/** Whether a test, these rules' own apart, has the name in quotes or as a key. */
function isNamed(repository: Repository, name: string): boolean {
  return filesAt(repository, /^test\/.*\.ts$/).some(
    ([path, text]) =>
      !RULES.test(path) && (isQuoted(text, name) || new RegExp(`^\\s*${name}: `, 'm').test(text)),
  )
}

function isQuoted(text: string, word: string): boolean {
  return new RegExp(`['"\`]${word}\\b`).test(text)
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(text)
}
