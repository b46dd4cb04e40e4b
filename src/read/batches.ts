/** Owns the size of the batches in which records are handed on. */

/** Large enough that the cost per batch disappears, small enough that memory stays flat. */
const BATCH = 1000

/** The same in batches; only the last may be smaller than the others. */
export async function* inBatches<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
