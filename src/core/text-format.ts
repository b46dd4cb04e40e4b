/** Owns the ways in which a text file may be written: its encodings and its delimiters. */

export const ENCODINGS = ['utf-8', 'utf-16le', 'windows-1252'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** In order of preference among equals: a decimal comma is as regular as a delimiter, so the comma comes after the others like it. */
export const DELIMITERS = [';', '\t', ',', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]
