/** Owns where the project's own folders are, found once from this file's place. */
import { resolve } from 'node:path'

/** The package root: the folder that holds `sql/`, `connectors/` and `fixtures/`. */
export const PACKAGE_ROOT = resolve(import.meta.dirname, '../..')
