/** Owns what happens on Ctrl-C and SIGTERM: the cleanups that are due, then exit 130 or 143. */

const cleanups = new Set<() => Promise<void>>()
let isInterrupted = false

/** Adds a cleanup for an interrupted process; call the returned function once it is no longer due. */
export function onInterrupt(cleanup: () => Promise<void>): () => void {
  cleanups.add(cleanup)
  return () => cleanups.delete(cleanup)
}

/** Whether the process is on its way out: errors met on the way are of no interest. */
export function wasInterrupted(): boolean {
  return isInterrupted
}

/** Listens for the signals that end the process. The database rolls back what was not committed. */
export function listenForSignals(): void {
  const leave = async (signal: NodeJS.Signals, exitCode: number) => {
    if (isInterrupted) process.exit(exitCode)
    isInterrupted = true
    process.stderr.write(`\nAfbrudt (${signal}): det, der ikke var færdigt, er ikke gemt.\n`)
    await Promise.allSettled([...cleanups].map((cleanup) => cleanup()))
    process.exit(exitCode)
  }
  process.on('SIGINT', () => void leave('SIGINT', 130))
  process.on('SIGTERM', () => void leave('SIGTERM', 143))
}
