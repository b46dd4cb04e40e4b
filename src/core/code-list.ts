/** Owns the fixed lists of codes that a column's cells may be words of. */
import { normaliseText } from './text.ts'

export interface CodeList {
  /** The words for each code; the first is the one that an override's code is read as. */
  readonly words: Readonly<Record<string, readonly string[]>>
  /** The code a cell comes to, if the list has it. */
  codeOf(cell: string): string | undefined
}

/** A list of codes with the words for each; capitals, blanks and punctuation do not matter. */
export function codeList(words: CodeList['words']): CodeList {
  const byWord = new Map<string, string>()
  for (const [code, list] of Object.entries(words)) {
    for (const word of list) byWord.set(normaliseText(word), code)
  }
  return { words, codeOf: (cell) => byWord.get(normaliseText(cell)) }
}
