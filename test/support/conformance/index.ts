/** Owns the conformance suite: what every feed is held to, as tests of the feed that is given. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Feed } from '../../../src/connector.ts'
import { archiveCases } from './archives.ts'
import { DECLARATION_CASES } from './declaration.ts'
import { formCases } from './forms.ts'
import { headingCases } from './headings.ts'
import { jsonCases } from './json.ts'
import { Place } from './place.ts'
import { privacyCases } from './privacy.ts'
import { refusalCases } from './refusals.ts'
import { rejectCases } from './rejects.ts'
import { runCases } from './runs.ts'
import { type Case, removeReadings, type Subject, subjectOf } from './subject.ts'

const FEWEST_CASES = 40

/** Every case that needs no database, for a feed with its sample. */
export function readingCases(subject: Subject): readonly Case[] {
  return [
    ...DECLARATION_CASES,
    ...formCases(subject),
    ...headingCases(subject),
    ...refusalCases(),
    ...archiveCases(subject),
    ...jsonCases(subject),
    ...rejectCases(subject),
    ...privacyCases(subject),
  ]
}

/** Holds a feed to the suite: call it once per feed, at the top of a test file. */
export function connectorConformance(feed: Feed): void {
  const subject = subjectOf(feed)
  const cases = readingCases(subject)
  describe(`${feed.id}`, () => {
    test.each(cases.map((each) => [each.title, each] as const))('%s', async (_, { check }) => {
      await check(subject)
    })

    let place: Place
    beforeAll(async () => {
      place = await Place.open(subject)
    })
    const runs = runCases(subject)
    test.each(runs.map((each) => [each.title, each] as const))('%s', async (_, { check }) => {
      await check(place)
    })

    test('is held to at least forty cases, each with a title of its own', () => {
      const titles = [...cases, ...runs].map(({ title }) => title)
      expect(titles.length).toBeGreaterThanOrEqual(FEWEST_CASES)
      expect(new Set(titles).size).toBe(titles.length)
    })
  })
  afterAll(removeReadings)
}
