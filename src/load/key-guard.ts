/** Owns the guard of the pseudonym key: a database's persons are all made with one key, and no other may load into it. */
import { MartError } from '../core/errors.ts'
import type { Pseudonymiser } from '../core/pseudonym.ts'
import type { Client, Pool } from '../db/connect.ts'

interface KnownKey {
  readonly version: number
  readonly check_value: string
}

/**
 * How many keys of a chain the database's pseudonyms are made with: all, but for one that a rotation which died has added
 * to the key file and not yet to the database. It waits there for the next rotation.
 */
export async function keysInForce(pool: Pool, keys: readonly Buffer[]): Promise<number> {
  const known = await knownKey(pool)
  return Math.min(known?.version ?? keys.length, keys.length)
}

/**
 * Refuses a key that is another than the one the database knows (DESIGN §6): it would double every citizen.
 * @throws MartError WRONG_PSEUDONYM_KEY (exit 4)
 */
export async function requireSameKey(
  client: Client,
  pseudonyms: Pseudonymiser | undefined,
): Promise<void> {
  const { keyVersion, check } = given(pseudonyms)
  const known = await knownKey(client)
  if (!known || (known.version === keyVersion && known.check_value === check)) return
  const isRotated = keyVersion < known.version
  throw new MartError(
    'WRONG_PSEUDONYM_KEY',
    'Nøglen til pseudonymer er en anden end den, databasens personer er lavet med. Intet er læst.',
    {
      expected: `den nøgle i version ${known.version}, som databasen kender`,
      got: keyVersion === known.version ? 'en anden nøgle' : `en nøgle i version ${keyVersion}`,
      todo: `${isRotated ? 'Er nøglen netop skiftet (rotate-key), så kør igen; ellers læg den rigtige tilbage' : 'Læg den oprindelige nøgle tilbage'}: JOBMART_PSEUDONYM_KEY, eller keys.json i hjemmet.`,
    },
  )
}

/** Whether the key is the one the database knows, or the database knows none yet. */
export async function isSameKey(
  client: Client,
  pseudonyms: Pseudonymiser | undefined,
): Promise<boolean> {
  return requireSameKey(client, pseudonyms).then(
    () => true,
    (error: unknown) => {
      if (error instanceof MartError) return false
      throw error
    },
  )
}

async function knownKey(client: Pick<Pool, 'query'>): Promise<KnownKey | undefined> {
  const { rows } = await client.query<KnownKey>(
    'select version, check_value from ops.pseudonym_key order by version desc limit 1',
  )
  return rows[0]
}

/** Lets the database know the key its persons are made with, in the transaction of the first load that makes any. */
export async function rememberKey(
  client: Client,
  pseudonyms: Pseudonymiser | undefined,
): Promise<void> {
  const { keyVersion, check } = given(pseudonyms)
  await client.query(
    `insert into ops.pseudonym_key (version, check_value)
     select $1, $2 where not exists (select from ops.pseudonym_key)
     on conflict do nothing`,
    [keyVersion, check],
  )
  // Another feed's first load may have been a moment faster, with another key.
  await requireSameKey(client, pseudonyms)
}

function given(pseudonyms: Pseudonymiser | undefined): Pseudonymiser {
  if (pseudonyms) return pseudonyms
  throw new Error('a personal feed is loaded by a house with a pseudonym key')
}
