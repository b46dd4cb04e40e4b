/** Owns where a house's reference data lie: the project's files, with the home's own laid over them. */
import { join } from 'node:path'
import { PACKAGE_ROOT } from '../db/root.ts'
import { readReferenceFiles } from '../read/reference-files.ts'

/** The project's reference data with the home's overlay; reads files only. */
export function readReference({ home }: { readonly home: string }) {
  return readReferenceFiles(join(PACKAGE_ROOT, 'sql/reference'), join(home, 'reference'))
}
