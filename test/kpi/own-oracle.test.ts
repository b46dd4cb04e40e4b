/** Owns the proof that every own figure is what counting day by day gives, for random histories delivered as files. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openHouse, type TestHouse } from '../support/house.ts'
import { count } from '../support/oracle/figures.ts'
import { filesOf, MOST_REJECTS, setRules } from '../support/oracle/files.ts'
import { type History, RULES, type Rules } from '../support/oracle/history.ts'
import { differences, published, withClosed } from '../support/oracle/mart.ts'
import { histories } from '../support/oracle/stories.ts'
import { reset } from '../support/replay.ts'

/** Towns, stories in each, and seconds after which no other town is begun. */
const [TOWNS, STORIES, SECONDS] = process.env.JOBMART_DEEP ? [1000, 150, 240] : [1, 120, 20]
// One town that everybody gets, so that a failure is the change's and not the day's; the deep tests draw others every time.
const DEFAULT_SEED = process.env.JOBMART_DEEP ? Date.now() % 1_000_000_000 : 1
/** A failure tells its seed, and JOBMART_SEED gives the same histories again. */
const SEED = Number(process.env.JOBMART_SEED ?? DEFAULT_SEED)

/** Drawn evenly: the draws say themselves which values matter. */
function townOf(seed: number): History {
  const [town] = fc.sample(fc.noBias(histories(STORIES)), { seed, numRuns: 1 })
  if (!town) throw new Error('nothing was drawn')
  return town
}

async function load(house: TestHouse, history: History): Promise<void> {
  await reset(house)
  const files = filesOf(history)
  for (const { name, content } of files) await house.deliver(name, content)
  for (const feed of new Set(files.map((each) => each.feed))) {
    const { exitCode, text, json } = await house.run(feed, { publish: false })
    const rejected = json.loads.reduce((sum, { rows }) => sum + rows.quarantined, 0)
    if (exitCode > 1 || rejected > MOST_REJECTS) throw new Error(`exit ${exitCode}: ${text}`)
  }
}

/** What the mart, published under these rules, says otherwise than the days; months that they close are as they were before. */
async function disagreements(house: TestHouse, history: History, rules: Rules, before?: Rules) {
  await setRules(house, rules)
  const { exitCode, text } = await house.publish()
  if (exitCode !== 0) throw new Error(`exit ${exitCode}: ${text}`)
  const counted = count(history, rules)
  const expected = before ? withClosed(counted, count(history, before)) : counted
  return differences(await published(house), expected)
}

/** As few stories of a town as still disagree: parts of it, ever smaller, are left out as long as something does. */
async function fewest(house: TestHouse, history: History, rules: Rules): Promise<History> {
  let stories = history.stories
  for (let size = stories.length; size > 1; ) {
    size = Math.ceil(size / 2)
    for (let from = 0; from < stories.length; ) {
      const rest = [...stories.slice(0, from), ...stories.slice(from + size)]
      const town = { ...history, stories: rest }
      if (rest.length > 0) await load(house, town)
      const isAtFault = rest.length > 0 && (await disagreements(house, town, rules)).length > 0
      if (isAtFault) stories = rest
      else from += size
    }
  }
  return { ...history, stories }
}

/** A failure as a text: the seed, the rules, what disagrees, and the files that show it. */
async function told(house: TestHouse, seed: number, rules: Rules): Promise<string> {
  const town = await fewest(house, townOf(seed), rules)
  await load(house, town)
  const found = await disagreements(house, town, rules)
  const files = filesOf(town).filter(({ feed }) => feed !== 'statbank-population')
  const text = files.map(({ name, content }) => `${name}\n${content}`)
  return [`JOBMART_SEED=${seed}`, JSON.stringify(rules), ...found, ...text].join('\n')
}

test(
  'every own figure is what counting day by day gives',
  async () => {
    const house = await openHouse()
    const end = Date.now() + 1000 * SECONDS
    for (let town = 0; town < TOWNS && Date.now() < end; town++) {
      const history = townOf(SEED + town)
      await load(house, history)
      for (const [rules, before] of [[RULES], [history.rules, RULES]] as const) {
        const found = await disagreements(house, history, rules, before)
        expect(found.length > 0 ? await told(house, SEED + town, rules) : 'the same').toBe(
          'the same',
        )
      }
    }
  },
  1000 * SECONDS + 300_000,
)
