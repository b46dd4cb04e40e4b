/** Owns the proof that every feed is held to the conformance suite (test/support/conformance), those to come included. */
import { feeds } from '../../connectors/index.ts'
import { connectorConformance } from '../support/conformance/index.ts'

for (const feed of feeds) connectorConformance(feed)
