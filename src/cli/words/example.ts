/** Owns the example municipality: its exports written, loaded by every feed, published, checked against the manifest and shown. */
import { join, relative } from 'node:path'
import { writeExample, writeReference } from '../../../fixtures/example/index.ts'
import { EXIT, type ExitCode } from '../../core/errors.ts'
import { migrate } from '../../db/migrate.ts'
import { listInbox } from '../../load/inbox.ts'
import { type Config, readConfig } from '../config.ts'
import { compareWithManifest } from '../example-manifest.ts'
import { goalsText, readGoals } from '../goals.ts'
import { withDatabase, withHouse } from '../house.ts'
import { loadAndPublish, toLoad } from '../loads.ts'
import type { Progress, WordResult } from '../output.ts'
import { besideNationalText, readBesideNational } from '../own-figures.ts'

// The plan's baselines stand in the one, its budget in the other.
const SHOWN_MONTHS = 2

/** `example`, which is what `npm start` does; running it again changes nothing. */
export async function example(given: Config, progress: Progress): Promise<WordResult> {
  const config = given.home.endsWith('example')
    ? given
    : await readConfig({ JOBMART_HOME: given.home }, { example: true, municipality: undefined })
  await writeReference(join(config.home, 'reference'))
  progress('Starter databasen')
  return withDatabase(config, async (database) => {
    await migrate(database)
    progress('Skriver eksempelkommunens udtræk')
    const inbox = join(config.home, 'inbox')
    const manifest = await writeExample(inbox, { now: config.businessDate ?? '' })
    const loaded = await withHouse(config, 'example', async (house) => {
      const { waiting } = await listInbox(config.home, house.municipality, house.feeds)
      const files = waiting.map((file) => toLoad(file, {}))
      return loadAndPublish(house, files, 'always', progress)
    })
    const differences = await compareWithManifest(database, manifest)
    const goals = await readGoals(database)
    const figures = await readBesideNational(database, config.municipality ?? '', SHOWN_MONTHS)
    const ownExit: ExitCode = differences.length > 0 ? EXIT.defect : EXIT.done
    return {
      exitCode: loaded.exitCode !== EXIT.done ? loaded.exitCode : ownExit,
      text: [
        loaded.text,
        '',
        'Kommunens egne tal (FASIT) ved siden af de nationale (jobindsats); alle tal er syntetiske',
        besideNationalText(figures),
        '',
        'Mål i Beskæftigelsesplan 2020',
        goalsText(goals),
        '',
        ...(differences.length > 0
          ? ['Tallene afviger fra manifestet:', ...differences]
          : ['Alle tal svarer til eksemplets manifest.']),
        ...lookInside(config),
      ].join('\n'),
      json: { ...(loaded.json as object), figures, goals, differences },
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
