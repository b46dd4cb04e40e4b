/** Owns what it takes to read a file outside a load: keys that are forgotten, and a place for what must be unpacked. */
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { makePseudonymiser, type Pseudonymiser } from '../core/pseudonym.ts'
import { exists } from '../db/embedded/files.ts'
import { loadKeys } from '../load/keys.ts'
import { isSealed, makeVault } from '../load/originals.ts'
import type { Workroom } from '../load/sealed-file.ts'
import { scratchFolder } from '../load/source-file.ts'
import type { Config } from './config.ts'

const KEY_BYTES = 32

export interface ReadingRoom extends Workroom {
  readonly pseudonyms: Pseudonymiser
}

/**
 * Where a file is read that nothing is kept of. Pseudonyms are made and forgotten: it takes no key, and makes none; only an
 * encrypted original cannot be read without.
 * @throws MartError BAD_CONFIGURATION (exit 4) when that key cannot be read
 */
export async function readingRoom(
  { home, pseudonymKey }: Config,
  path: string,
): Promise<ReadingRoom> {
  const keys = (await isSealed(path))
    ? await loadKeys(home, pseudonymKey, false)
    : [randomBytes(KEY_BYTES)]
  return {
    pseudonyms: makePseudonymiser(keys),
    vault: makeVault(keys),
    // In the home the next run removes what a reading that was killed left.
    scratch: (await exists(home)) ? scratchFolder(home) : tmpdir(),
  }
}
