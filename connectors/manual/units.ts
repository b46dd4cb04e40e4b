/** Owns how people write the units of the KPI catalogue. */
import { normaliseText } from '../../src/connector.ts'

const COUNT = ['antal', 'stk.'] as const

/** By unit of the catalogue: the Danish name first, then the other ways to write it. A scale (1.000 kr.) is another unit. */
export const UNITS: Readonly<Record<string, readonly string[]>> = {
  percent: ['pct.', '%', 'procent', 'percent'],
  persons: ['personer', 'person', 'borgere', 'elever', ...COUNT],
  full_time_persons: ['fuldtidspersoner', 'fuldtidsperson', 'ftp', ...COUNT],
  chains: ['forløb', ...COUNT],
  companies: ['virksomheder', ...COUNT],
  places: ['pladser', 'fuldtidspladser', ...COUNT],
  count: ['antal', 'stk.'],
  rank: ['placering', 'nr.', 'rang'],
  weeks: ['uger', 'uge'],
  hours: ['timer', 'time'],
  dkk: ['kr.', 'kroner', 'DKK'],
}

/** The Danish name of a unit. */
export function unitName(unit: string): string {
  return UNITS[unit]?.[0] ?? unit
}

/** Whether what a person wrote is that unit. */
export function isUnit(unit: string, written: string): boolean {
  const text = normaliseText(written)
  return [unit, ...(UNITS[unit] ?? [])].some((way) => normaliseText(way) === text)
}
