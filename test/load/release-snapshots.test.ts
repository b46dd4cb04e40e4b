/** Owns: rows released from a full snapshot give what they would have given in their turn, beside the snapshots that came since. */
import { expect, test } from '@jest/globals'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { LABEL_HEADING, openHouse, type TestHouse } from '../support/house.ts'
import { absences, f, load, openSpells, plain, range, spell } from '../support/snapshots.ts'

const TEN = range(1, 10)

/** A benefit that the house only knows once it is told. */
const UNKNOWN = { ...spell(20), Ydelse: 'Ny ydelse' }

async function releaseNew(house: TestHouse) {
  await house.overlay('label.csv', LABEL_HEADING, 'target_group,fasit,Ny ydelse,KTH,,')
  return releaseWord(house.config, undefined, { publish: false }, () => undefined)
}

test('a rejected spell is released until two full snapshots lack it, and then it is gone', async () => {
  const house = await openHouse()
  await load(house, f(1), [...plain(TEN), UNKNOWN])
  await load(house, f(2), plain(TEN))
  expect((await releaseNew(house)).json).toMatchObject({ releases: [{ released: 1 }] })
  expect(await openSpells(house)).toHaveProperty('20')
  expect(await absences(house)).toEqual({ 20: '2020-02-02' })
  const other = await openHouse()
  await load(other, f(1), [...plain(TEN), UNKNOWN])
  await load(other, f(2), plain(TEN))
  await load(other, f(3), plain(TEN))
  expect((await releaseNew(other)).json).toMatchObject({
    releases: [{ released: 0, overtaken: 1, remaining: 0 }],
  })
  expect(await openSpells(other)).not.toHaveProperty('20')
})

test('a rejected spell that every snapshot has stands as in the newest of them', async () => {
  const house = await openHouse()
  for (const day of [1, 2, 3])
    await load(house, f(day), [...plain(TEN), { ...UNKNOWN, Slutdato: `0${day}-02-2020` }])
  const { json } = await releaseNew(house)
  // The newest first; of those before it, changed at the same time, it is the answer.
  expect(json).toMatchObject({
    releases: [{ released: 1 }, { released: 0, overtaken: 1 }, { released: 0, overtaken: 1 }],
  })
  expect(await openSpells(house)).toHaveProperty('20', '2020-02-03')
})

test('a row that is released from an earlier snapshot takes no later absence back', async () => {
  const house = await openHouse()
  await load(house, f(1), [...plain(TEN), spell(20)])
  await load(house, f(2), [...plain(TEN), { ...UNKNOWN, Ændret: '20-01-2020 08:00' }])
  await load(house, f(3), plain(TEN))
  expect(await absences(house)).toEqual({ 20: '2020-02-03' })
  expect((await releaseNew(house)).json).toMatchObject({ releases: [{ released: 1 }] })
  expect(await absences(house)).toEqual({ 20: '2020-02-03' })
  await load(house, f(4), plain(TEN))
  expect(await openSpells(house)).not.toHaveProperty('20')
})

test('what a rejected row was before a later file changed it is kept as its history', async () => {
  const house = await openHouse()
  const team = (code: string, at: string) => ({ ...spell(20), TeamKode: code, Ændret: at })
  await load(house, f(1), [
    ...plain(TEN),
    { ...team('A', '02-01-2020 08:00'), Ydelse: 'Ny ydelse' },
  ])
  await load(house, f(2), [...plain(TEN), team('B', '20-01-2020 08:00')])
  expect((await releaseNew(house)).json).toMatchObject({ releases: [{ released: 1 }] })
  const versions = await house.query(
    `select team_code, recorded_to = 'infinity' as is_open from core.benefit_spell
     where target_group_label = '20' order by source_changed_at`,
  )
  expect(versions).toEqual([
    { team_code: 'A', is_open: false },
    { team_code: 'B', is_open: true },
  ])
})
