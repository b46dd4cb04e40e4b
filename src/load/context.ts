/** Owns what a load is given: the house around it, and what the call told beside the file. */
import type { Pseudonymiser } from '../core/pseudonym.ts'
import type { Reference } from '../core/reference.ts'
import type { Database } from '../db/connect.ts'
import type { Vault } from './originals.ts'
import type { ReadOptions } from './read-file.ts'
import type { Trigger } from './run-record.ts'
import type { Workroom } from './sealed-file.ts'
import { scratchFolder } from './source-file.ts'

/** What a load needs of the house around it. */
export interface LoadHouse {
  readonly database: Database
  /** JOBMART_HOME. */
  readonly home: string
  /** Three digits. */
  readonly municipality: string
  readonly reference: Reference
  /** Over the reference data but for the parameters. */
  readonly referenceHash: string
  readonly trigger: Trigger
  /** What persons become; a house that loads no personal feed needs none. */
  readonly pseudonyms: Pseudonymiser | undefined
  /** The business date when one is set (JOBMART_NOW); absent means today. */
  readonly businessDate: string | undefined
  /** What encrypts the originals that tell of persons. */
  readonly vault: Vault
}

/** Where and with what the house's files are read. */
export function workroom({ home, vault }: Pick<LoadHouse, 'home' | 'vault'>): Workroom {
  return { scratch: scratchFolder(home), vault }
}

/** How a file is read for the house, as the call and its part have it. */
export function reading(
  house: LoadHouse,
  { dimensions = [], extractedOn }: LoadOptions,
  part: string | undefined,
): ReadOptions {
  const { municipality, reference, pseudonyms } = house
  const told = { municipality, part, dimensions, extractedOn }
  return { ...told, reference, pseudonyms, ...workroom(house) }
}

export interface LoadOptions {
  /** `--table`: the table id, when the file name does not tell it. */
  readonly table?: string | undefined
  /** `--dimensions`: headings that are dimensions whatever they hold. */
  readonly dimensions?: readonly string[]
  /** `--full` or `--delta`: what the file replaces, when its name does not tell. */
  readonly mode?: 'full' | 'delta' | undefined
  /** Load even if the file is the current one, or has lost more rows than is tolerated. */
  readonly force?: boolean
  /** Wait for another load of the feed instead of stopping with exit 6. */
  readonly wait?: boolean
  /** ISO date: `--extracted-on`, or the stamp in the file's name. */
  readonly extractedOn?: string | undefined
}
