/** Owns the size of the batches in which records are handed on. */

/** The rows a header is looked for in, so that it stands in the first batch if anywhere. */
const SMALLEST_BATCH = 20

/** The same items in batches that are large enough: only the last may hold fewer than 20. */
export async function* inBatches<T>(
  parts: AsyncIterable<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  let held: readonly T[] = []
  for await (const part of parts) {
    held = held.length === 0 ? part : held.concat(part)
    if (held.length < SMALLEST_BATCH) continue
    yield held
    held = []
  }
  if (held.length > 0) yield held
}
