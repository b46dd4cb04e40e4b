/** Owns writing a random history as the case system's exports, and its parameters as the municipality's own file. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CprNumbers } from '../../../fixtures/example/people/cpr.ts'
import { dayOf as dayCounter } from '../../../fixtures/example/people/days.ts'
import { Dice } from '../../../fixtures/example/people/dice.ts'
import {
  type Cells,
  caseFile,
  citizenFile,
  file,
  line,
  partialFile,
} from '../../connectors/fasit-file.ts'
import { population } from '../exports.ts'
import type { TestHouse } from '../house.ts'
import type { Delivery } from '../replay.ts'
import {
  type Day,
  type History,
  type Hours,
  isoOf,
  LABELS,
  type Person,
  type Rules,
  type SpellVersion,
  type Story,
} from './history.ts'

const READINESS: Readonly<Record<string, string>> = {
  JP: 'Jobparat',
  AP: 'Aktivitetsparat',
  KAT2: 'Kategori 2',
  UOPLYST: '',
  UKENDT: 'Ikke vurderet endnu',
}
const ORIGINS: Readonly<Record<string, string>> = {
  DANSK: 'Personer med dansk oprindelse',
  IND_VEST: 'Indvandrere fra vestlige lande',
  EFT_IKKEVEST: 'Efterkommere fra ikke-vestlige lande',
  UOPLYST: '',
  UKENDT: 'Fra månen',
}
const SNAPSHOTS = ['20200201', '20200202', '20200203']
/** So many of a full file's rows may be missing from the next; the others are of citizens without spells. */
const STEADY_PER_GONE = 5

/** As many as no file is refused for. */
export const MOST_REJECTS = 3

const written = (day: Day): string => isoOf(day).split('-').reverse().join('-')
const orBlank = (day: Day | undefined) => (day === undefined ? '' : written(day))
const clock = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
const danish = (hours: number) => String(hours).replace('.', ',')
const changed = (said: { readonly changedOn: Day; readonly minute: number }) =>
  `${written(said.changedOn)} ${clock(said.minute)}`

/** Every file of a history, feed after feed; a full one without rows would be refused. */
export function filesOf(history: History): readonly Delivery[] {
  const town = { numbers: new CprNumbers({ part: 0, parts: 1 }), dice: new Dice('oracle') }
  const told = history.stories.map((story, index) => linesOf(story, index + 1, town))
  const citizens = told.flatMap((lines) => lines.citizens)
  const steady = steadyCitizens(citizens, town)
  const stamp = isoOf(history.extractedOn).replaceAll('-', '')
  const files: readonly FileOf[] = [
    ...SNAPSHOTS.map((date, snapshot): FileOf => {
      const rows = [...steady, ...cellsOf(citizens, snapshot)]
      return ['fasit-citizens', `FASIT_Borger_F_${date}.csv`, rows, citizenFile]
    }),
    ...['F_20200120', 'D_20200125', `D_${stamp}`].map((name, position): FileOf => {
      const spells = told.flatMap((lines) => lines.spells)
      const rows = withRepeats(cellsOf(spells, position))
      const all = position === 1 ? [...rows, ...backwards(spells)] : rows
      return ['fasit-spells', `FASIT_Forloeb_${name}.csv`, all, (cells) => file(cells.map(line))]
    }),
    ...['F_20200120', 'D_20200203'].map((name, position): FileOf => {
      const rows = cellsOf(
        told.flatMap((lines) => lines.cases),
        position,
      )
      return ['fasit-sickness', `SYG_Sygefravaer_${name}.csv`, rows, caseFile]
    }),
    [
      ...(['fasit-partial-return', 'SYG_Delvis_F_20200203.csv'] as const),
      ...([told.flatMap((lines) => lines.returns), partialFile] as const),
    ],
  ]
  const written = files
    .filter(([, name, rows]) => rows.length > 0 || name.includes('_D_'))
    .map(([feed, name, rows, write]) => ({ feed, name, content: write(rows) }))
  const content = population(populationLines(history.population))
  return [...written, { feed: 'statbank-population', name: 'FOLK1A.csv', content }]
}

type FileOf = readonly [string, string, readonly Cells[], (rows: readonly Cells[]) => string]
type Row = { readonly file: number; readonly cells: Cells }

const cellsOf = (rows: readonly Row[], file: number) =>
  rows.filter((row) => row.file === file).map(({ cells }) => cells)

/** Some spells of the full file told anew, now ending before they begin: rejected, they stay as they were. */
function backwards(spells: readonly Row[]): readonly Cells[] {
  const later = new Set(cellsOf(spells, 1).map(({ ForløbID }) => ForløbID))
  return cellsOf(spells, 0)
    .filter(({ ForløbID }) => !later.has(ForløbID))
    .slice(0, MOST_REJECTS)
    .map((cells) => ({ ...cells, Slutdato: '01-01-2001', Ændret: '24-01-2020 08:00' }))
}

/** Now and then the source tells a line twice. */
const withRepeats = (rows: readonly Cells[]): readonly Cells[] =>
  rows.flatMap((cells, index) => (index % 19 === 7 ? [cells, cells] : [cells]))

interface Lines {
  readonly citizens: readonly Row[]
  readonly spells: readonly Row[]
  readonly cases: readonly Row[]
  readonly returns: readonly Cells[]
}

interface Town {
  readonly numbers: CprNumbers
  readonly dice: Dice
}

/** A story's lines; its ids begin with its number, so that no two stories share one. */
function linesOf(story: Story, id: number, { numbers, dice }: Town): Lines {
  const cprs = story.numbers.map(({ birth, sex, isSubstitute }) => {
    const [year = 0, month = 0, day = 0] = birth.split('-').map(Number)
    return numbers.give(dayCounter(year, month, day), sex === 'K', isSubstitute, dice)
  })
  const cpr = (number: number | undefined) => cprs[number ?? -1] ?? '0000000000'
  return {
    citizens: story.citizens.map(({ snapshot, citizen, number, person }) => ({
      file: snapshot,
      cells: { BorgerID: `${10 * id + citizen}`, 'CPR-nr.': cpr(number), ...citizenCells(person) },
    })),
    spells: story.spells.flatMap(({ versions }, index) =>
      versions.map((version) => ({
        file: version.file,
        cells: {
          ForløbID: `${10 * id + index}`,
          BorgerID: version.citizen === undefined ? '' : `${10 * id + version.citizen}`,
          'CPR-nr.': cpr(version.number),
          ...spellCells(version),
        },
      })),
    ),
    cases: story.cases.flatMap(({ versions }, index) =>
      versions.map((version) => ({
        file: version.file,
        cells: { SagsID: `${10 * id + index}`, 'CPR-nr.': cpr(0), ...caseCells(version) },
      })),
    ),
    returns: story.cases.flatMap(({ returns }, index) =>
      returns.map((each) => ({
        SagsID: `${10 * id + index}`,
        'Delvis fra': written(each.from),
        'Delvis til': orBlank(each.to),
        ...hoursCells(each),
        Status: each.isDeleted ? 'S' : 'A',
      })),
    ),
  }
}

const citizenCells = (person: Person): Cells => ({
  Tilflytningsdato: orBlank(person.movedIn),
  Fraflytningsdato: orBlank(person.movedOut),
  'Død dato': orBlank(person.died),
  Herkomst: ORIGINS[person.origin] ?? '',
})

const spellCells = (version: SpellVersion): Cells => ({
  Ydelse: LABELS[version.group] ?? '',
  Visitationskategori: READINESS[version.readiness] ?? '',
  Startdato: written(version.from),
  Slutdato: version.to === undefined ? version.open : written(version.to),
  TeamKode: version.team,
  'Første fraværsdag': orBlank(version.absence),
  Status: version.isDeleted ? 'S' : 'A',
  Ændret: changed(version),
})

const caseCells = (version: Story['cases'][number]['versions'][number]): Cells => ({
  Sagsart: version.type,
  'Første fraværsdag': written(version.absence),
  'Første ydelsesdag': orBlank(version.firstBenefit),
  'Sidste ydelsesdag': orBlank(version.lastBenefit),
  Raskmeldingsdato: orBlank(version.recovered),
  'Delvis rask fra': orBlank(version.own?.from),
  'Delvis rask til': orBlank(version.own?.to),
  ...(version.own ? hoursCells(version.own) : {}),
  Status: version.isDeleted ? 'S' : 'A',
  Ændret: changed(version),
})

const hoursCells = ({ working, absent }: Hours): Cells => ({
  'Arbejdstimer pr. uge': danish(working),
  'Fraværstimer pr. uge': danish(absent),
})

function steadyCitizens(citizens: Lines['citizens'], { numbers, dice }: Town): readonly Cells[] {
  const left = new Set(cellsOf(citizens, 1).map(({ BorgerID }) => BorgerID))
  const gone = cellsOf(citizens, 0).filter(({ BorgerID }) => !left.has(BorgerID))
  return Array.from({ length: STEADY_PER_GONE * gone.length }, (_, index) => ({
    BorgerID: `S${index}`,
    'CPR-nr.': numbers.give(dayCounter(1970, 6, 15), false, false, dice),
  }))
}

function populationLines(people: History['population']): readonly string[] {
  return Object.entries(people).flatMap(([quarter, ages]) =>
    Object.entries(ages).map(([age, count]) =>
      ['Viborg', 'I alt', `${age} år`, 'I alt', quarter, count].join(';'),
    ),
  )
}

/** Puts a house under these parameters, by the file the municipality would write. */
export async function setRules({ config }: TestHouse, rules: Rules): Promise<void> {
  const values: Readonly<Record<string, string | number | boolean>> = {
    clock: rules.clock,
    chain_gap_days: rules.gapDays,
    maternity_ends_chain: rules.leaveEnds,
    partial_return_absence_hours: rules.absenceHours,
    partial_return_working_hours: rules.workingHours,
    own_months: rules.ownMonths,
    preliminary_months: rules.preliminary,
    preliminary_months_sickness: rules.preliminarySickness,
  }
  const lines = Object.entries(values).map(([name, value]) => `${name},${value},,Prøve`)
  const folder = join(config.home, 'reference')
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'parameter.csv'),
    `${['name,value,unit,note', ...lines].join('\n')}\n`,
  )
}
