/** Owns the judgement, once a file is read to its end, of whether it is all there. */
import { MartError } from '../core/errors.ts'
import { counted } from '../core/text.ts'
import type { PlacedFault } from './quarantine.ts'
import type { OpenedFile } from './read-file.ts'

/**
 * Refuses a file that is not whole.
 * @param rows how many rows were read
 * @param last the first fault of the last row, if it has one
 * @param mayBeEmpty no rows mean that nothing changed
 * @throws MartError TRAILER_MISMATCH when it has not as many rows as its trailer says, NOT_A_DATA_FILE when it has none,
 * TRUNCATED when its last line breaks off
 */
export function refuseIncomplete(
  file: OpenedFile,
  name: string,
  rows: number,
  last: PlacedFault | undefined,
  mayBeEmpty: boolean,
): void {
  refuseMiscounted(file, name, rows)
  if (rows === 0 && !mayBeEmpty) throw noRows(name)
  refuseBrokenOff(file, name, last)
}

function refuseMiscounted(file: OpenedFile, name: string, rows: number): void {
  const declared = file.declaredRows()
  if (declared === undefined || declared === rows) return
  throw new MartError(
    'TRAILER_MISMATCH',
    'Filens sidste linje siger et andet antal rækker, end filen har. Intet er skrevet.',
    {
      file: name,
      expected: counted(declared, 'række', 'rækker'),
      got: counted(rows, 'række', 'rækker'),
      todo: 'Hent filen igen fra kilden; overførslen blev afbrudt, eller der er fjernet rækker.',
    },
  )
}

function noRows(name: string): MartError {
  return new MartError(
    'NOT_A_DATA_FILE',
    'Filen har overskrifter, men ingen rækker. Intet er skrevet.',
    {
      file: name,
      expected: 'mindst én række',
      got: 'ingen rækker',
      todo: 'Hent filen igen fra kilden med den rigtige periode og det rigtige område.',
    },
  )
}

function refuseBrokenOff(file: OpenedFile, name: string, last: PlacedFault | undefined): void {
  const isCut = !file.endsWithNewline && file.declaredRows() === undefined
  if (last?.code === 'WRONG_FIELD_COUNT' && isCut) {
    throw new MartError(
      'TRUNCATED',
      'Filen er afkortet: den sidste linje er ikke hel. Intet er skrevet.',
      {
        file: name,
        ...(last.line !== null && { line: last.line }),
        expected: last.expected,
        got: last.got,
        todo: 'Hent filen igen fra kilden; overførslen blev afbrudt.',
      },
    )
  }
}
