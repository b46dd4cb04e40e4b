/** Owns the scenarios of the crash matrix: the state before a word, the word that dies, and what repeats it. */
import { migrateWord } from '../../src/cli/words/db.ts'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { revertWord } from '../../src/cli/words/revert.ts'
import { MartError } from '../../src/core/errors.ts'
import { AREA_HEADING, type TestHouse } from '../support/house.ts'
import { BETTER, fileOf, GOOD, HEADING } from '../support/sickness.ts'
import { lastRun } from '../support/states.ts'
import type { Facts } from './facts.ts'

export interface Scenario {
  readonly name: string
  /** Whether it starts from an empty database; else from a house with a first file published. */
  readonly isBlank?: boolean
  /** Brings that house to the state before the word; returns the word. */
  prepare(house: TestHouse): Promise<readonly string[]>
  /** Repeats the word undisturbed, as people would. */
  again(house: TestHouse, words: readonly string[]): Promise<void>
  /** Whole states on the way from before to after. */
  between?(after: Facts): readonly Facts[]
}

const FIRST = 'y07a02_20200101.csv'
const SECOND = 'y07a02_20200201.csv'
const THIRD = 'y07a02_20200301.csv'
const LATE = fileOf(HEADING, 'Viborg;2020M01;1399;1263', 'Skive;2020M01;900;800')

const SKIVE = '779,municipality,Skive,779,779,Vibrog'

const quiet = () => undefined

async function published(house: TestHouse, name: string, content: string): Promise<void> {
  await house.deliver(name, content)
  await house.run('jobindsats')
}

/** Says a word; that it finds nothing left to do is no trouble. */
async function say(word: () => Promise<unknown>): Promise<void> {
  try {
    await word()
  } catch (error) {
    const isDone =
      error instanceof MartError && ['NOTHING_WAITING', 'UNKNOWN_WORD'].includes(error.code)
    if (!isDone) throw error
  }
}

/** What every scenario but the migration begins with: a file, one row of it rejected, published. */
export async function publishFirst(house: TestHouse): Promise<void> {
  await published(house, FIRST, `${GOOD}Vibrog;2020M01;1;1\n`)
}

/** A night with a corrected file, one row of it rejected, loaded and published. */
const night: Scenario = {
  name: 'nightly',
  prepare: async (house) => {
    await house.deliver(SECOND, `${BETTER}Vibrog;2020M01;2;2\n`)
    return ['nightly']
  },
  again: async (house) => {
    await house.nightly()
  },
}

const publication: Scenario = {
  name: 'publish',
  prepare: async (house) => {
    await house.deliver(SECOND, BETTER)
    await house.run('jobindsats', { publish: false })
    return ['refresh']
  },
  again: async (house) => {
    await house.publish()
  },
}

/** Undoes the first file's run, so that the later one returns to the inbox. */
const revert: Scenario = {
  name: 'revert',
  prepare: async (house) => {
    const { run_id: run } = await lastRun(house, 'jobindsats')
    await published(house, SECOND, BETTER)
    return ['revert', run, '--yes', '--no-publish']
  },
  again: async (house, [, run = '']) => {
    await say(() => revertWord(house.config, run, { yes: true, publish: true }, quiet))
    await house.publish()
  },
}

/** A file that belongs before one that is loaded already. */
const late: Scenario = {
  name: 'late file',
  prepare: async (house) => {
    await published(house, THIRD, BETTER)
    await house.deliver(SECOND, LATE)
    return ['run', 'jobindsats', '--no-publish']
  },
  again: async (house) => {
    await say(() => house.run('jobindsats', { publish: false }))
    await house.publish()
  },
}

/** A rejected row whose label is now known. */
const release: Scenario = {
  name: 'release',
  prepare: async (house) => {
    await house.overlay('area.csv', AREA_HEADING, SKIVE)
    return ['quarantine', 'release', '--no-publish']
  },
  again: async (house) => {
    await say(() => releaseWord(house.config, undefined, { publish: false }, quiet))
    await house.publish()
  },
}

/** From a blank database; it takes three transactions, each of which leaves something whole. */
const migration: Scenario = {
  name: 'migration',
  isBlank: true,
  prepare: async () => ['db', 'migrate'],
  again: async (house) => {
    await migrateWord(house.config)
  },
  between: (after) => {
    const tables = after.shape.filter((name) => name.startsWith('table '))
    const ledger = tables.filter((name) => name.includes('ops.kysely_'))
    const views = after.shape.filter((name) => name.startsWith('view mart.'))
    const mart = Object.fromEntries(
      Object.entries(after.mart).filter(([name]) => !views.includes(`view mart.${name}`)),
    )
    const bare = [[], ...ledger.map((_, index) => ledger.slice(0, index + 1))]
    return [
      ...bare.map((shape) => ({ ...after, shape, mart: {} })),
      { ...after, shape: tables, mart },
    ]
  },
}

export const SCENARIOS: readonly Scenario[] = [night, publication, revert, late, release, migration]
