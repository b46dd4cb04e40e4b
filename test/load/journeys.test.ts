/** Owns: whatever is done on the way - late files, reverts, reloads, releases, backfills - the files in force give what they give in their order. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { backfillWord } from '../../src/cli/words/backfill.ts'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { revertWord } from '../../src/cli/words/revert.ts'
import type { TestHouse } from '../support/house.ts'
import {
  type Delivery,
  property,
  stateAfter,
  stateOf,
  teach,
  three,
  withUnknown,
} from '../support/replay.ts'

const quiet = () => undefined
const UNPUBLISHED = { publish: false }

/** Nothing to do is no failure here. */
async function unlessIdle(work: Promise<unknown>): Promise<void> {
  await work.catch((error: { code?: string }) => expect(error.code).toBe('NOTHING_WAITING'))
}

type Step = (house: TestHouse, feed: string) => Promise<void>

const STEPS: Readonly<Record<string, Step>> = {
  'run what waits': async (house, feed) => unlessIdle(house.run(feed, UNPUBLISHED)),
  'release all': async (house) =>
    unlessIdle(releaseWord(house.config, undefined, UNPUBLISHED, quiet)),
  'release one': async (house) => {
    const [row] = await house.query<{ row_id: string }>(
      `select row_id from ops.quarantine where status = 'open' order by row_id desc limit 1`,
    )
    if (row) await unlessIdle(releaseWord(house.config, row.row_id, UNPUBLISHED, quiet))
  },
  'revert the newest': async (house) => {
    const [run] = await house.query<{ run_id: string }>(
      `select run_id from ops.run where state = 'done' and file_name is not null order by run_id desc limit 1`,
    )
    const flags = { yes: true, ...UNPUBLISHED }
    if (run) await revertWord(house.config, run.run_id, flags, quiet)
  },
  backfill: async (house, feed) =>
    unlessIdle(
      backfillWord(house.config, feed, { from: '2019-01', to: '2020-12', ...UNPUBLISHED }, quiet),
    ),
  'learn the words': teach,
}

const steps = fc.array(fc.constantFrom(...Object.keys(STEPS), ...[0, 1, 2]), { maxLength: 8 })

property(
  'every journey of the same files ends where their order does',
  fc.tuple(withUnknown(three), steps),
  async ([files, journey], house) => {
    await rm(join(house.config.home, 'reference'), { recursive: true, force: true })
    const [{ feed }] = files
    const deliver = async ({ name, content }: Delivery) => {
      await house.deliver(name, content)
      expect((await house.run(feed, { publish: false, force: true })).exitCode).toBeLessThan(2)
    }
    for (const step of journey) {
      if (typeof step === 'number') await deliver(files[step] ?? files[0])
      else await STEPS[step]?.(house, feed)
    }
    await teach(house)
    const inForce = await house.query<{ name: string }>(
      `select distinct file_name as name from ops.run where state = 'done' and definition_hash is not null`,
    )
    for (const each of files) {
      if (!inForce.some(({ name }) => name === each.name)) await deliver(each)
    }
    await unlessIdle(releaseWord(house.config, undefined, UNPUBLISHED, quiet))
    await house.publish()
    const state = await stateOf(house)
    expect(state).toEqual(await stateAfter(house, files))
  },
)
