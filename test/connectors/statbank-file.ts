/** Owns the way of one small population file through `run`, for the tests of the feed's forms. */
import { openHouse, type Row, type TestHouse } from '../support/house.ts'

/** `run` of one small file: its exit code, its load and the cells that would be published. */
export async function runFile(lines: readonly string[], name = 'FOLK1A.csv') {
  const house = await openHouse()
  return runIn(house, name, lines.map((line) => `${line}\r\n`).join(''))
}

/** The same in a house that may hold other files already, with the file's text or bytes as given; published if asked for. */
export async function runIn(
  house: TestHouse,
  name: string,
  content: string | Uint8Array,
  publish = false,
) {
  await house.deliver(name, content)
  const { exitCode, json } = await house.run('statbank-population', { publish })
  const cells = await house.query<Row & { cell: string }>(
    publish
      ? `select concat_ws(' ', area_code, period, sex, age_from, coalesce(age_to::text, '+'), persons) as cell
         from mart.population order by 1`
      : `select concat_ws(' ', area_code, period, sex, age_from, coalesce(nullif(age_to, 999)::text, '+'), persons) as cell
         from core.population_cell order by 1`,
  )
  return { exitCode, load: json.loads[0], cells: cells.map(({ cell }) => cell) }
}

/** The denominators of one house: `area period group persons`. */
export async function denominators(house: TestHouse): Promise<string[]> {
  const rows = await house.query<Row & { cell: string }>(
    `select concat_ws(' ', area_code, period_start, age_group, persons) as cell
     from core.population_age_group order by 1`,
  )
  return rows.map(({ cell }) => cell)
}
