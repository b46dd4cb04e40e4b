/** Owns the word `plan`, which is also `run --dry-run`: what a file would do, told before anything is done. */
import { EXIT, type ExitCode, formatError } from '../../core/errors.ts'
import { showCell } from '../../core/mask.ts'
import { counted } from '../../core/text.ts'
import { faultMessage } from '../../load/quarantine.ts'
import type { PublishHouse } from '../../publish/publish.ts'
import { type KpiChange, type Rehearsal, rehearse } from '../../publish/rehearse.ts'
import type { Config } from '../config.ts'
import { withHouse } from '../house.ts'
import { auditsJson, errorJson, type FileToLoad } from '../loads.ts'
import { type Progress, table, type WordResult } from '../output.ts'
import { REASONS } from '../slices.ts'

/** Rehearses one file and tells rows, slices, KPIs before and after, and what the audits would say. */
export async function planWord(
  config: Config,
  { feed, path, name, options }: FileToLoad,
  progress: Progress,
): Promise<WordResult> {
  const tell = async (house: PublishHouse): Promise<WordResult> => {
    progress(`Prøver ${name} (${feed.id}); intet gemmes`)
    const rehearsal = await rehearse(house, feed, path, options)
    const { load, headings, rows, slices, kpis, audits } = rehearsal
    return {
      exitCode: exitCodeOf(rehearsal),
      text: text(name, rehearsal).join('\n'),
      json: {
        file_name: name,
        feed: feed.id,
        state: load.state,
        message: load.message,
        source_rows: load.counts,
        rows,
        headings: headings ?? null,
        dropped_columns: load.dropped,
        warnings: load.warnings,
        faults: load.faults.map((fault) => ({
          ...fault,
          got: showCell(fault.got),
          message: faultMessage(fault),
        })),
        slices,
        kpis,
        audits: auditsJson(audits),
        ...(load.error && errorJson(load.error)),
      },
    }
  }
  return withHouse(config, 'hand', tell, false)
}

function exitCodeOf({ load, audits }: Rehearsal): ExitCode {
  const stops = audits.some((audit) => audit.severity === 'stop' && audit.badRows > 0)
  return stops ? EXIT.refused : load.exitCode
}

const MOST_KPIS = 60

/** What is different about the headings, a sentence each; nothing when they are as they were. */
function headingsText(drift: Rehearsal['headings']): readonly string[] {
  if (!drift) return []
  const { aliases, renamed, added, gone } = drift
  const pairs = aliases.map(({ heading, declared }) => `"${heading}" læses som "${declared}"`)
  const changes = renamed.map(({ before, heading }) => `"${before}" hedder nu "${heading}"`)
  const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')
  return [
    ...(pairs.length > 0 ? [`Overskrifter under andet navn: ${pairs.join(', ')}.`] : []),
    ...(changes.length > 0 ? [`Ændret siden sidste fil: ${changes.join(', ')}.`] : []),
    ...(added.length > 0 ? [`Nye kolonner siden sidste fil: ${quoted(added)}.`] : []),
    ...(gone.length > 0 ? [`Kolonner, sidste fil havde: ${quoted(gone)}.`] : []),
  ]
}

function text(
  name: string,
  { load, headings, rows, slices, kpis, audits }: Rehearsal,
): readonly string[] {
  if (load.error) return [`${name} ville blive afvist:`, formatError(load.error)]
  const total = slices.reduce((sum, change) => sum + change.slices, 0)
  return [
    `${name} ville give: ${load.message}`,
    ...headingsText(headings),
    `Tal i core: ${rows.new} nye, ${rows.changed} ændrede, ${rows.gone} udgår.`,
    ...load.faults.map((fault) => `  ${fault.code}: ${faultMessage(fault)}`),
    `Dele af mart, der ville blive skrevet om: ${total}`,
    ...(slices.length > 0
      ? [
          table(
            ['tabel', 'grund', 'dele'],
            slices.map(({ model, reason, slices }) => [model, REASONS[reason], slices]),
          ),
        ]
      : []),
    kpis.length === 0
      ? 'Ingen nøgletal ville ændre sig.'
      : `${counted(kpis.length, 'nøgletal', 'nøgletal')} ville ændre sig:`,
    ...(kpis.length > 0 ? [kpiTable(kpis.slice(0, MOST_KPIS))] : []),
    ...(kpis.length > MOST_KPIS
      ? [`… og ${kpis.length - MOST_KPIS} til (se dem alle med --json)`]
      : []),
    ...audits
      .filter((audit) => audit.badRows > 0)
      .map((audit) => `Kontrol, der ikke holder: ${audit.title} – ${audit.badRows} rækker.`),
    'Intet er gemt.',
  ]
}

const WITHOUT_VALUE: Readonly<Record<string, string>> = {
  no_data: 'ingen data',
  waiting: 'venter',
  suppressed: 'skjult af kilden',
}

function kpiTable(kpis: readonly KpiChange[]): string {
  const number = (value: string | null, status: string | null) =>
    value === null
      ? (WITHOUT_VALUE[status ?? ''] ?? '–')
      : Number(value).toLocaleString('da-DK', { maximumFractionDigits: 3 })
  return table(
    ['nøgletal', 'grundlag', 'periode', 'område', 'opdeling', 'før', 'efter'],
    kpis.map((kpi) => [
      kpi.kpi,
      kpi.basis,
      kpi.period,
      kpi.area,
      [kpi.target_group, kpi.team, kpi.age_group, kpi.breakdown]
        .filter((part) => part !== 'ALL')
        .join(' '),
      number(kpi.before, kpi.status_before),
      number(kpi.after, kpi.status_after),
    ]),
  )
}
