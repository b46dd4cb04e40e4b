/** Owns which part of a feed a file is: as the call says, as its name tells, or as its first lines do. */
import { MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import type { LoadOptions } from './context.ts'
import { readHead } from './read-file.ts'
import type { Workroom } from './sealed-file.ts'
import type { NamedCopy } from './source-file.ts'

/** The options with the part in the feed's own writing, when the call or the file's first lines tell it. */
export async function withPart(
  feed: Feed,
  file: NamedCopy,
  options: LoadOptions,
  room: Workroom,
): Promise<LoadOptions> {
  if (!feed.part) return options
  const { table } = options
  if (table !== undefined) return { ...options, table: feed.part(table) ?? table.toUpperCase() }
  if (!feed.partInside || feed.part(file.name) !== undefined) return options
  const inside = feed.partInside(await headOf(feed, file, room))
  return inside === undefined ? options : { ...options, table: inside }
}

/** The first lines, or none of a file that cannot be read: the load says why. */
async function headOf(feed: Feed, file: NamedCopy, room: Workroom) {
  try {
    return await readHead(feed, file, room)
  } catch (error) {
    if (error instanceof MartError) return []
    throw error
  }
}
