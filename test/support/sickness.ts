/** Owns small jobindsats files in the layout of Y07A02: sickness benefit by area, month and sex. */

export const HEADING = 'Area;Periode;Antal personer;Antal fuldtidspersoner'
export const SEX_HEADING = 'Area;Periode;Køn;Antal personer;Antal fuldtidspersoner'

/** A file of the given lines, every one ended. */
export function fileOf(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

/** Two areas over three months: six good rows, twelve figures. */
export const GOOD = fileOf(
  HEADING,
  'Viborg;2019M11;1402;1270',
  'Viborg;2019M12;1410;1291',
  'Viborg;2020M01;1400;1264',
  'Hele landet;2019M11;69400;61100',
  'Hele landet;2019M12;69900;61900',
  'Hele landet;2020M01;70000;62000',
)

/** The same with one figure more for Viborg in 2020M01. */
export const BETTER = GOOD.replace('1400;1264', '1401;1265')

/** Full-time persons in total in mart, by area and period: `791 2020-01` → `1264.000000`. */
export const FULL_TIME_PERSONS = `
  select area_code || ' ' || period as cell, value
  from mart.external_measure
  where measure = 'antal fuldtidspersoner' and is_total
  order by 1`
