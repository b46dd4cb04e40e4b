/** Owns the list of FASIT's feeds. */
export { fasitCitizens } from './citizens.ts'
export { fasitMode } from './common.ts'
export { fasitPartialReturn, fasitSickness } from './sickness.ts'
export { fasitSpells } from './spells.ts'
