/** Owns pseudonyms: how a personal value becomes a keyed text that stands for it, and nobody without the key can undo. */
import { createHmac } from 'node:crypto'

/** Values of different kinds never share a pseudonym, even when they are written alike. */
export type PseudonymKind = 'caseworker' | 'source_id'

export interface Pseudonymiser {
  /** How many keys the chain has; the version of the newest one. */
  readonly keyVersion: number
  /** What the database keeps to tell this key from another (ops.pseudonym_key). */
  readonly check: string
  /** The key of a person, from a CPR number as ten digits. */
  person(cpr: string): string
  of(kind: PseudonymKind, value: string): string
}

// 130 bits: no two of a million people meet, and a pseudonym is no longer than it has to be.
const LENGTH = 26
// RFC 4648.
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * The pseudonyms of a chain of keys, oldest first (DESIGN §6): the first key makes pseudonym 1 of the value, and each
 * later key makes pseudonym n of pseudonym n−1. So a new key needs no personal value, only what the database holds.
 */
export function makePseudonymiser(keys: readonly Buffer[]): Pseudonymiser {
  const [first, ...later] = keys
  if (!first) throw new Error('pseudonyms need a key')
  const chain = (text: string) => later.reduce(rotated, keyed(first, text))
  return Object.freeze({
    keyVersion: keys.length,
    check: chain('check'),
    person: (cpr: string) => chain(`person\0${cpr}`),
    of: (kind: PseudonymKind, value: string) => chain(`${kind}\0${value}`),
  })
}

/** The next pseudonym in the chain: what a stored one becomes under a new key. */
export function rotated(pseudonym: string, key: Buffer): string {
  return keyed(key, pseudonym)
}

function keyed(key: Buffer, text: string): string {
  return base32(createHmac('sha256', key).update(text, 'utf8').digest())
}

function base32(bytes: Buffer): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5 && text.length < LENGTH) {
      bits -= 5
      text += ALPHABET[(value >>> bits) & 31]
    }
    value &= (1 << bits) - 1
    if (text.length === LENGTH) break
  }
  return text
}
