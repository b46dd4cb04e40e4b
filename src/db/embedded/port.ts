/** Owns finding a free port on the loopback address. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { MartError } from '../../core/errors.ts'

// Below the range the operating systems hand out to outgoing connections (from 32768), so that the port is still free
// at the next start and the address that people typed into their tools stays the same.
const LOWEST = 15_432
const HIGHEST = 24_999

/** True when nobody listens on the port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true))
    })
  })
}

/**
 * A port that is free now; random, so that two homes that start at once do not choose the same.
 * Throws EMBEDDED_SERVER_FAILED when none can be had.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(LOWEST, HIGHEST + 1)
    if (await isFree(port)) return port
  }
  throw new MartError('EMBEDDED_SERVER_FAILED', 'Der er ingen ledig port på 127.0.0.1.', {
    expected: `en ledig port mellem ${LOWEST} og ${HIGHEST}`,
    todo: 'Se efter, om maskinen har sit loopback-netkort (127.0.0.1), og om en firewall spærrer for det.',
  })
}
