/** Owns what a typed figure must be: there, in its KPI's unit, and equal to the numerator over the denominator beside it. */
import type { Fault } from '../../src/connector.ts'
import type { Figure, Kpi } from './columns.ts'
import { isUnit, unitName } from './units.ts'

/** The cells of one entry that tell its figure. */
export interface Entry {
  readonly kpi: Kpi
  readonly value: Figure | null
  readonly unit: string | null
  readonly numerator: Figure | null
  readonly denominator: Figure | null
  readonly isDeleted: boolean
}

/** What is wrong with an entry whose cells can be read; a deleted one needs no figure. */
export function judgeEntry(entry: Entry): readonly Fault[] {
  if (entry.isDeleted) return []
  const faults = [
    ...unitFaults(entry),
    ...(entry.kpi.isRatio ? ratioFaults(entry) : countFaults(entry)),
  ]
  return faults.length > 0 ? faults : rangeFaults(entry)
}

function unitFaults({ kpi, value, unit }: Entry): readonly Fault[] {
  const expected = `${unitName(kpi.unit)}, som er enheden for ${kpi.code}`
  const isWrong = unit !== null && !isUnit(kpi.unit, unit)
  if (isWrong) return [fault('BAD_VALUE', 'Enhed', expected, unit)]
  const isStray = value?.isPercent === true && kpi.unit !== 'percent'
  return isStray ? [fault('BAD_VALUE', 'Værdi', `${expected}, uden %`, `${danish(value)} %`)] : []
}

/** A count or an amount: the value, or the same as numerator; it has no denominator. */
function countFaults({ kpi, value, numerator, denominator }: Entry): readonly Fault[] {
  if (denominator) {
    const expected = `tom: ${kpi.code} har ingen nævner`
    return [fault('BAD_VALUE', 'Nævner', expected, danish(denominator))]
  }
  if (!value && !numerator) return [missing('Værdi', 'en værdi')]
  const differ = value && numerator && millionths(value) !== millionths(numerator)
  return differ
    ? [fault('BAD_VALUE', 'Værdi', `det samme som Tæller, ${danish(numerator)}`, danish(value))]
    : []
}

function ratioFaults(entry: Entry): readonly Fault[] {
  const { value, numerator, denominator } = entry
  if (!numerator && !denominator) {
    return value ? [] : [missing('Værdi', 'en værdi, eller Tæller og Nævner')]
  }
  if (!numerator) return [missing('Tæller', 'en tæller til nævneren')]
  if (!denominator) return [missing('Nævner', 'en nævner til tælleren')]
  if (millionths(denominator) <= 0n) {
    return [fault('BAD_VALUE', 'Nævner', 'et tal over 0', danish(denominator))]
  }
  if (!value || agrees(entry.kpi, value, numerator, denominator)) return []
  const expected = `Tæller / Nævner, afrundet: ${danish(numerator)} / ${danish(denominator)}`
  return [
    fault('BAD_VALUE', 'Værdi', expected, danish(value), 'Ret værdien, eller lad den stå tom.'),
  ]
}

/** Whether the value is the ratio rounded to the value's own decimals; exact, in whole numbers. */
function agrees(kpi: Kpi, value: Figure, numerator: Figure, denominator: Figure): boolean {
  const below = millionths(denominator)
  const above = millionths(numerator) * (kpi.unit === 'percent' ? 100n : 1n) * MILLION
  const distance = millionths(value) * below - above
  const size = distance < 0n ? -distance : distance
  return 2n * size * 10n ** BigInt(value.decimals) <= MILLION * below
}

/** A share lies between 0 and 100 percent; the mart's own audit would stop the whole publication for one that does not. */
function rangeFaults({ kpi, value, numerator, denominator }: Entry): readonly Fault[] {
  if (kpi.unit !== 'percent') return []
  const limit = kpi.mayExceed100 ? undefined : 100n * MILLION
  const expected = kpi.mayExceed100 ? 'en andel fra 0 procent' : 'en andel mellem 0 og 100 procent'
  if (numerator && denominator) {
    const isInside = isWithin(numerator, limit && millionths(denominator))
    const got = `${danish(numerator)} / ${danish(denominator)}`
    return isInside ? [] : [fault('BAD_VALUE', 'Tæller', expected, got)]
  }
  return !value || isWithin(value, limit)
    ? []
    : [fault('BAD_VALUE', 'Værdi', expected, danish(value))]
}

function isWithin(figure: Figure, limit: bigint | undefined): boolean {
  const size = millionths(figure)
  return size >= 0n && (limit === undefined || size <= limit)
}

const MILLION = 1_000_000n

/** A canonical number of at most six decimals in whole millionths. */
function millionths({ value }: Figure): bigint {
  const [whole = '', fraction = ''] = value.split('.')
  return BigInt(whole + fraction.padEnd(6, '0'))
}

function danish({ value }: Figure): string {
  return value.replace('.', ',')
}

function missing(column: string, expected: string): Fault {
  return fault('MISSING_VALUE', column, expected, 'tom')
}

function fault(
  code: Fault['code'],
  column: string,
  expected: string,
  got: string,
  todo?: string,
): Fault {
  return { code, column, expected, got, ...(todo && { todo }) }
}
