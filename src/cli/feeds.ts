/** Owns the feeds as a house reads them: the declared ones, with what jobmart.yaml says of the exports that differ. */
import { feeds } from '../../connectors/index.ts'
import { MartError } from '../core/errors.ts'
import type { Feed, FeedOverride } from '../core/feed.ts'
import { overridden } from '../core/override.ts'

/** What jobmart.yaml says of each feed's export, by the feed's id. */
export type FeedOverrides = ReadonlyMap<string, FeedOverride>

/** The part of the configuration that makes the feeds. */
interface Overriding {
  readonly overrides?: FeedOverrides
}

/** The feeds as their connectors declare them. */
export const declaredFeeds: readonly Feed[] = feeds

/** Every feed as the house reads it. */
export function feedsOf({ overrides }: Overriding): readonly Feed[] {
  return feeds.map((feed) => {
    const override = overrides?.get(feed.id)
    return override ? overridden(feed, override) : feed
  })
}

/**
 * The feed with that id as the house reads it.
 * @throws MartError UNKNOWN_FEED naming those that exist
 */
export function feedById(house: Overriding, id: string): Feed {
  const feed = feedsOf(house).find((candidate) => candidate.id === id)
  if (feed) return feed
  throw new MartError('UNKNOWN_FEED', `Der er intet feed, der hedder "${id}".`, {
    expected: feeds.map((candidate) => candidate.id).join(', '),
    got: id,
    todo: 'Se dem alle med: jobmart feeds',
  })
}
