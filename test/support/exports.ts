/** Owns hand-written exports for the tests: jobindsats tables, FOLK1A and plans, line by line as their sources write them. */

/** S4's budget in jobindsats' words of 2020: the eleven groups with their full-time persons, 11,190 in all. */
export const S4: Groups = {
  'A-dagpenge': 1041,
  Kontanthjælp: 770,
  Uddannelseshjælp: 620,
  'Selvforsørgelses- og hjemrejseydelse samt overgangsydelse': 270,
  Sygedagpenge: 1264,
  Jobafklaringsforløb: 346,
  Ressourceforløb: 270,
  Revalidering: 40,
  Fleksjob: 2125,
  Ledighedsydelse: 294,
  Førtidspension: 4150,
}

/** The same as it was called until 2019. */
export const S4_OF_2019: Groups = without(
  { ...S4, Integrationsydelse: 270 },
  'Selvforsørgelses- og hjemrejseydelse samt overgangsydelse',
)

/** What PTV_A02 holds beside the eleven groups. */
export const OUTSIDE: Groups = {
  'Ydelsesgrupper i alt': 12_099,
  Efterløn: 731,
  Seniorpension: 14,
  Løntilskud: 158,
  Forrevalidering: 6,
}

/** Full-time persons by group; an empty text is a figure that the source keeps back. */
export type Groups = Readonly<Record<string, number | string>>

/** The groups but for some. */
export function without(groups: Groups, ...labels: readonly string[]): Groups {
  return Object.fromEntries(Object.entries(groups).filter(([label]) => !labels.includes(label)))
}

/** Lines of PTV_A02 for one area and period. */
export function groupLines(area: string, period: string, groups: Groups): readonly string[] {
  return Object.entries(groups).map(([label, fullTime]) =>
    [area, period, label, fullTime, fullTime].join(';'),
  )
}

/** A PTV_A02 file, `Alle ydelser under ét`. */
export function benefits(...lines: readonly (readonly string[])[]): string {
  return file('Area;Periode;Ydelsesgrupper;Antal personer;Antal fuldtidspersoner', lines.flat())
}

/** A benefit's own A02 file: area, period and full-time persons. */
export function ownTable(...figures: readonly (readonly [string, string, number | string])[]) {
  const lines = figures.map(([area, period, fullTime]) => [area, period, fullTime, fullTime])
  return file(
    'Area;Periode;Antal personer;Antal fuldtidspersoner',
    lines.map((line) => line.join(';')),
  )
}

/** The own tables of the eight temporary groups, with S4's figures in each area and period. */
export function temporaryTables(
  ...cells: readonly (readonly [area: string, period: string])[]
): Readonly<Record<string, string>> {
  const tables: Readonly<Record<string, number>> = {
    ...{ y01a02: 1041, y36a02: 770, y38a02: 620, y35a02: 270 },
    ...{ y07a02: 1264, y12a02: 346, y11a02: 270, y04a02: 40 },
  }
  return Object.fromEntries(
    Object.entries(tables).map(([name, fullTime]) => [
      `${name}.csv`,
      ownTable(...cells.map(([area, period]) => [area, period, fullTime] as const)),
    ]),
  )
}

/** Lines of FOLK1A: so many people aged 16-66 in one area and quarter, spread over the single years of age. */
export function ageLines(
  area: string,
  quarter: string,
  people: number,
  options: { readonly sex?: string; readonly withoutAge?: number } = {},
): readonly string[] {
  const each = Math.floor(people / 51)
  return Array.from({ length: 51 }, (_, position) => 16 + position)
    .filter((age) => age !== options.withoutAge)
    .map((age) => {
      const count = age === 66 ? people - 50 * each : each
      return [area, options.sex ?? 'I alt', `${age} år`, 'I alt', quarter, count].join(';')
    })
}

/** A FOLK1A file. */
export function population(...lines: readonly (readonly string[])[]): string {
  return file('OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD', lines.flat())
}

/** One goal of a plan, as its file writes it; what is left out is an empty cell. */
export interface PlanGoal {
  readonly no: string
  readonly kpi: string
  readonly operator: string
  readonly target?: string
  readonly baseline?: string
  readonly name?: string
  readonly type?: string
  readonly area?: string
  readonly basis?: string
  readonly team?: string
  readonly group?: string
  readonly reference?: string
  readonly setBy?: string
}

/** A plan's goals for a year. */
export function plan(year: number, ...goals: readonly PlanGoal[]): string {
  const heading = [
    ...['Mål nr', 'KPI-id', 'Navn', 'Type', 'Operator', `Mål ${year}`, 'Baseline', 'Område'],
    ...['Grundlag', 'Team', 'Målgruppe', 'Mål-reference', 'Fastsat af'],
  ]
  const lines = goals.map((goal) => [
    ...[goal.no, goal.kpi, goal.name ?? `Mål ${goal.no}`, goal.type, goal.operator],
    ...[goal.target, goal.baseline, goal.area, goal.basis, goal.team, goal.group],
    ...[goal.reference, goal.setBy],
  ])
  return file(
    heading.join(';'),
    lines.map((line) => line.map((cell) => cell ?? '').join(';')),
  )
}

function file(heading: string, lines: readonly string[]): string {
  return [heading, ...lines, ''].join('\n')
}
