/** Owns undoing the global set-up. */
import { undo } from './global-setup.ts'

export default undo
