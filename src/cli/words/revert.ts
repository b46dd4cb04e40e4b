/** Owns the word `revert`: shows what would be undone, and undoes it when told to. */
import { EXIT, MartError } from '../../core/errors.ts'
import {
  goneFiles,
  planRevert,
  type RevertPlan,
  type RevertResult,
  revert,
  type UndoneRun,
} from '../../load/revert.ts'
import { type SourceFile, whyGone } from '../../load/source-file.ts'
import type { Config } from '../config.ts'
import { withHouse } from '../house.ts'
import { NOT_PUBLISHED, publishedJson, publishedText, tryPublish } from '../loads.ts'
import type { Progress, WordResult } from '../output.ts'

export interface RevertFlags {
  readonly yes?: boolean
  readonly wait?: boolean
  readonly publish: boolean
}

/**
 * `revert RUN`: undoes a run and every later one of its feed, then publishes.
 * @throws MartError CONFIRMATION_NEEDED (exit 4) without --yes, listing the runs
 */
export async function revertWord(
  config: Config,
  runId: string,
  flags: RevertFlags,
  progress: Progress,
): Promise<WordResult> {
  return withHouse(config, 'hand', async (house) => {
    const plan = await planRevert(house.database.db, runId, house.feeds)
    if (!flags.yes) throw notConfirmed(plan, await goneFiles(house, plan))
    progress(`Fortryder ${plan.runs.length} kørsler af ${plan.feed.id}`)
    const result = await revert(house, plan, flags.wait ?? false)
    const published = flags.publish
      ? await tryPublish(house, flags.wait ?? false, progress)
      : NOT_PUBLISHED
    return {
      exitCode: published.publishError?.exitCode ?? EXIT.done,
      text: [...said(result), ...publishedText(published)].join('\n'),
      json: {
        run_id: result.runId,
        undone: result.undone.map((run) => run.runId),
        closed: result.closed,
        reopened: result.reopened,
        waiting: result.waiting,
        returned: result.returned,
        lost: result.lost,
        ...publishedJson(published),
      },
    }
  })
}

function list(runs: readonly UndoneRun[]): readonly string[] {
  return runs.map(({ runId, file, isRelease }) => {
    const what = isRelease ? `frigivelse fra ${file.file_name}` : file.file_name
    return `kørsel ${runId} (${what ?? 'en fortrydelse'})`
  })
}

function notConfirmed(plan: RevertPlan, gone: readonly SourceFile[]): MartError {
  const asked = plan.runs.at(-1)?.runId
  return new MartError('CONFIRMATION_NEEDED', 'En fortrydelse skal bekræftes; intet er ændret.', {
    expected: '--yes',
    got: `fortryder, nyeste først: ${list(plan.runs).join(', ')}`,
    todo: `Kør: jobmart revert ${asked} --yes. De senere filer lægges tilbage i indbakken.${gone.map(comesNotBack).join('')}`,
  })
}

function comesNotBack(file: SourceFile): string {
  return ` ${file.name} ${whyGone(file)}: det, den gav, kan ikke indlæses igen.`
}

function said(result: RevertResult): readonly string[] {
  return [
    `Fortrudt som kørsel ${result.runId}: ${list(result.undone).join(', ')}.`,
    `${result.closed.toLocaleString('da-DK')} tal udgik, ${result.reopened.toLocaleString('da-DK')} tidligere tal gælder igen.`,
    ...(result.waiting > 0
      ? [`${result.waiting} frigivne rækker venter igen: jobmart quarantine list.`]
      : []),
    ...(result.returned.length > 0 ? [`Tilbage i indbakken: ${result.returned.join(', ')}.`] : []),
    ...(result.lost.length > 0 ? [`Ikke længere i arkivet: ${result.lost.join(', ')}.`] : []),
  ]
}
