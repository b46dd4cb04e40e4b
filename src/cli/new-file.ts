/** Owns writing a file that is not to replace one: what is there already stays as it is. */
import { writeFile } from 'node:fs/promises'
import { MartError } from '../core/errors.ts'

/**
 * Writes a new file.
 * @throws MartError FILE_EXISTS, or PATH_NOT_FOUND when it cannot be written
 */
export async function writeNew(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(file, content, { flag: 'wx' }).catch((cause: { code?: string }) => {
    throw cause.code === 'EEXIST' ? fileExists(file) : notWritten(file, cause.code)
  })
}

function fileExists(file: string): MartError {
  return new MartError('FILE_EXISTS', 'Filen findes allerede. Intet er skrevet.', {
    file,
    todo: 'Angiv et andet navn med --out, eller flyt filen; den kan være udfyldt.',
  })
}

function notWritten(file: string, code = 'ukendt fejl'): MartError {
  return new MartError('PATH_NOT_FOUND', 'Filen kan ikke skrives.', {
    file,
    got: code,
    todo: 'Ret stien efter --out.',
  })
}
