/** Owns which runs follow one another: those of a feed, by municipality, or of everybody where its files tell of all. */
import type { ExpressionBuilder } from 'kysely'
import type { Feed } from '../core/feed.ts'
import type { DB } from '../db/types.ts'

/** The runs that a file of the feed comes after, as a condition on ops.run. */
export function inSequence({ id, isShared }: Feed, municipality: string) {
  return ({ and, eb }: ExpressionBuilder<DB, 'ops.run'>) =>
    and([eb('feed', '=', id), ...(isShared ? [] : [eb('municipality_code', '=', municipality)])])
}

/** The name of such a row of runs. */
export function sequenceName({ id, isShared }: Feed, municipality: string): string {
  return isShared ? id : `${id}:${municipality}`
}
