/** Owns the explicit list of feeds; nothing is discovered by magic. */
import type { Feed } from '../src/connector.ts'
import { fasitCitizens, fasitPartialReturn, fasitSickness, fasitSpells } from './fasit/index.ts'
import { jobindsats } from './jobindsats/index.ts'
import { manualEntries } from './manual/index.ts'
import { planBudget, planTargets } from './plan/index.ts'
import { statbankPopulation } from './statbank/index.ts'

export const feeds: readonly Feed[] = [
  jobindsats,
  statbankPopulation,
  planTargets,
  planBudget,
  fasitCitizens,
  manualEntries,
  fasitSpells,
  fasitSickness,
  fasitPartialReturn,
]
