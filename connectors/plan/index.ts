/** Owns how the municipality's own plan is read: its goals and its budget. */
import {
  area,
  bad,
  choice,
  column,
  decimal,
  defineFeed,
  extra,
  good,
  label,
  nameBeforeYear,
  normaliseText,
  required,
  text,
  year,
} from '../../src/connector.ts'

const NO_VALUE = { '-': 'empty', '–': 'empty' } as const
const readText = text().parse
/** Text where a dash says that there is none. */
const textOrDash = {
  parse: (cell: string, context: Parameters<typeof readText>[1]) =>
    Object.hasOwn(NO_VALUE, cell) ? good(null) : readText(cell, context),
}

const anyArea = area()
/** An area, or a comparison set of area_set.csv by its name or code. */
const areaOrSet: typeof anyArea = {
  ...anyArea,
  parse: (cell, context) => {
    const found = anyArea.parse(cell, context)
    if (found.ok) return found
    const isMeant = (text: string) => normaliseText(text) === normaliseText(cell)
    const set = context.reference.tables
      .get('area_set')
      ?.find(({ set_code, name }) =>
        [name, set_code, `SET:${set_code}`].some((text) => text && isMeant(text)),
      )
    if (!set?.set_code) return found
    return good({ code: `SET:${set.set_code}`, name: set.name ?? '', municipalityCode: '000' })
  },
}

const GOAL_REFERENCE = /^(kpi:[a-z][a-z0-9_]*|prev_year)$/

const goalReference = {
  parse: (cell: string) =>
    GOAL_REFERENCE.test(cell)
      ? good(cell)
      : bad('BAD_VALUE', 'en henvisning: kpi:KODE eller prev_year', cell),
}

export const planTargets = defineFeed({
  id: 'plan-targets',
  connector: 'plan',
  title: 'Beskæftigelsesplanens mål',
  files: [/plan.*m(?:aa|å)l.*\.(?:csv|xlsx)$/i],
  takes: ['beskaeftigelsesplan_maal_2020.csv', 'beskaeftigelsesplan_maal_2020.xlsx'],
  sheets: ['Mål'],
  columns: {
    goalNo: required('Mål nr', text()),
    kpi: required('KPI-id', label('kpi', 'plan')),
    name: required('Navn', text()),
    goalType: column('Type', text()),
    operator: required(
      'Operator',
      choice({ '<=': ['<=', '≤'], '<': ['<'], '>=': ['>=', '≥'], '>': ['>'] }),
    ),
    target: column('Mål <år>', decimal({ percent: true }, NO_VALUE), { pattern: /^mål (\d{4})$/ }),
    baseline: column('Baseline', decimal({ percent: true }, NO_VALUE)),
    baselineText: extra('Baseline-tekst', text()),
    unit: extra('Enhed', text()),
    area: column('Område', areaOrSet),
    responsible: extra('Ansvarlig', text()),
    basis: extra(
      'Grundlag',
      choice({ own: ['own', 'eget'], national: ['national'], manual: ['manual', 'manuelt'] }),
    ),
    team: extra('Team', text()),
    targetGroup: extra('Målgruppe', label('target_group', 'plan')),
    targetReference: extra('Mål-reference', goalReference),
    setBy: extra('Fastsat af', text()),
  },
  key: ['goalNo', 'area', 'team', 'targetGroup'],
  target: 'goal_target',
  freshDays: 400,
  normalise: (row, file) =>
    good([
      {
        municipality_code: file.municipality,
        plan: nameBeforeYear(file.fileName),
        year: Number(file.captured.target),
        goal_no: row.goalNo,
        team: row.team ?? 'ALL',
        target_group: row.targetGroup ?? 'ALL',
        area_code: row.area?.code ?? file.municipality,
        kpi: row.kpi,
        name: row.name,
        goal_type: row.goalType,
        operator: row.operator,
        target: row.target?.value ?? null,
        target_decimals: row.target?.decimals ?? null,
        target_reference: row.targetReference,
        baseline: row.baseline?.value ?? null,
        baseline_text: row.baselineText,
        unit: row.unit,
        responsible: row.responsible,
        basis: row.basis,
        set_by: row.setBy,
      },
    ]),
})

export const planBudget = defineFeed({
  id: 'plan-budget',
  connector: 'plan',
  title: 'Beskæftigelsesplanens budget',
  files: [/plan.*budget.*\.(?:csv|xlsx)$/i],
  takes: ['beskaeftigelsesplan_budget_2020.csv', 'beskaeftigelsesplan_budget_2020.xlsx'],
  sheets: ['Budget'],
  columns: {
    year: required('År', year()),
    label: required('Målgruppe', text()),
    units: column('Fuldtidspersoner', decimal({}, NO_VALUE)),
    netCost: column('Nettoudgift 1.000 kr.', decimal({ decimals: 3 }, NO_VALUE)),
    unitType: extra('Enhedstype', textOrDash),
    supportKind: extra('Permanent/Midlertidig', textOrDash),
  },
  key: ['year', 'label'],
  target: 'budget_line',
  freshDays: 400,
  normalise: (row, file) =>
    good([
      {
        municipality_code: file.municipality,
        plan: nameBeforeYear(file.fileName),
        year: row.year,
        label: row.label,
        // Operating lines (aktivering, FGU, STU …) belong to no target group: null, not unknown.
        target_group: file.reference.code('target_group', 'plan', row.label) ?? null,
        units: row.units?.value ?? null,
        unit_type: row.unitType,
        net_cost_dkk: row.netCost && thousands(row.netCost.value),
        support_kind: row.supportKind,
      },
    ]),
})

/** An amount in 1,000 DKK as DKK; exact, for the text has at most three decimals. */
function thousands(amount: string): string {
  const [whole = '', fraction = ''] = amount.split('.')
  return `${whole}${fraction.padEnd(3, '0')}`.replace(/^(-?)0+(?=\d)/, '$1')
}
