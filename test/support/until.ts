/** Owns waiting for something to become true, by looking again and again. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Looks until `check` gives something true, and gives that; fails after a minute. */
export async function until<T>(what: string, check: () => Promise<T>): Promise<T> {
  const end = Date.now() + 60_000
  for (;;) {
    const found = await check()
    if (found) return found
    if (Date.now() > end) throw new Error(`${what} did not happen`)
    await sleep(20)
  }
}
