/** Owns: probe. */

import { writeFileSync } from 'node:fs'
import { test } from '@jest/globals'
import { pointsOf, prepare, strikeAll } from './matrix.ts'
import { SCENARIOS } from './scenarios.ts'

const only = process.env.PROBE
for (const s of SCENARIOS) {
  if (only && s.name !== only) continue
  test(s.name, async () => {
    const t = Date.now()
    const p = await prepare(s)
    const t1 = Date.now()
    writeFileSync(`/tmp/ops-${s.name}.txt`, p.operations.map((o, i) => `${i + 1} ${o}`).join('\n'))
    const all = pointsOf(p)
    const step = Number(process.env.STEP ?? 40)
    const pts = all.filter((_, i) => i % step === 0 || i === all.length - 1)
    const out = await strikeAll(p, pts)
    const t2 = Date.now()
    await p.base.drop()
    console.log(
      s.name,
      p.operations.length,
      'prep',
      t1 - t,
      'strike',
      pts.length,
      t2 - t1,
      JSON.stringify(
        out.map((o) => [
          o.point.at,
          o.point.when,
          o.mart,
          o.core,
          o.operation.slice(0, 50),
          ...o.violations.map((v) => v.check + ':' + v.seen),
        ]),
        null,
        0,
      ).replaceAll('],[', '],\n['),
    )
  }, 600000)
}
