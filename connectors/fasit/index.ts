/** Owns how the exports of the jobcentre's case system FASIT are read. */
import {
  bad,
  choice,
  column,
  date,
  defineFeed,
  extra,
  good,
  label,
  labelText,
  normaliseText,
  openDate,
  person,
  presence,
  pseudonym,
  required,
  timestamp,
} from '../../src/connector.ts'

const FULL_OR_DELTA = /^FASIT_[a-z]+_([FD])_/i

/** `F` is a full snapshot, `D` a delta: `FASIT_Forloeb_D_20200203.csv`. */
export function fasitMode(fileName: string): 'full' | 'delta' | undefined {
  const letter = FULL_OR_DELTA.exec(fileName)?.[1]?.toUpperCase()
  return letter === 'F' ? 'full' : letter === 'D' ? 'delta' : undefined
}

/** The code before the text: `JOB Ordinært arbejde` is `JOB`. */
const exitReason = {
  parse: (cell: string) => {
    const code = /^(\p{Lu}{2,5})(?:\s|$)/u.exec(cell)?.[1]
    return code
      ? good(code)
      : bad('BAD_VALUE', 'en kode og dens tekst, fx JOB Ordinært arbejde', cell)
  },
}

/** Codes of the visitation category; they only describe, so one that nobody knows loads without a code. */
const READINESS = new Map([
  ['jobparat', 'JP'],
  ['aktivitetsparat', 'AP'],
  ['uddannelsesparat', 'UP'],
  ['åbenlys uddannelsesparat', 'AUP'],
  ['uoplyst visitationskategori', 'UOPLYST'],
  ['kategori 1', 'KAT1'],
  ['kategori 2', 'KAT2'],
  ['kategori 3', 'KAT3'],
])

function readinessOf(category: string | null): string | null {
  return READINESS.get(normaliseText(category ?? '')) ?? null
}

export const fasitSpells = defineFeed({
  id: 'fasit-spells',
  connector: 'fasit',
  title: 'Målgruppeforløb (FASIT)',
  files: [/^FASIT_Forloeb_[FD]_\d{8}(?:_\d{1,2})?\.csv$/i],
  takes: ['FASIT_Forloeb_D_20200203.csv', 'FASIT_Forloeb_F_20200201_2.csv'],
  mode: fasitMode,
  personal: true,
  trailer: ['ANTAL'],
  columns: {
    spell: required('ForløbID', pseudonym('source_id'), { aliases: ['Forløb ID', 'Forløbs ID'] }),
    // When number and id point at two persons, the number is believed.
    citizen: extra('BorgerID', presence(), { aliases: ['Borger ID'] }),
    person: required('CPR-nr.', person(), {
      aliases: ['CPR', 'CPRnr', 'CPR-nummer', 'Personnummer'],
    }),
    labCode: extra('Målgruppekode', labelText(), { aliases: ['Målgruppe kode'] }),
    targetGroup: extra('Målgruppe', labelText()),
    benefit: required('Ydelse', label('target_group', 'fasit'), { aliases: ['Ydelsestype'] }),
    readiness: extra('Visitationskategori', labelText()),
    start: required('Startdato', date(), { aliases: ['Start dato', 'Fra dato'] }),
    end: column('Slutdato', openDate(), { aliases: ['Slut dato', 'Til dato'] }),
    exitReason: column('Afslutningsårsag', exitReason, { aliases: ['Afslutnings årsag'] }),
    teamCode: extra('TeamKode', labelText(), { aliases: ['Team kode'] }),
    team: extra('Team', labelText(), { aliases: ['Teamnavn'] }),
    caseworker: extra('Sagsbehandler ident', pseudonym('caseworker'), {
      aliases: ['Sagsbehandlerident'],
    }),
    unemploymentFund: extra('A-kasse', presence()),
    // Beside the initials: a loose semicolon in the team's name would move them into this column.
    firstAbsence: extra('Første fraværsdag', { ...openDate(), personal: true }),
    status: required(
      'Status',
      choice({ A: ['A', 'Aktiv'], L: ['L', 'Lukket'], S: ['S', 'Slettet'] }),
    ),
    created: extra('Oprettet', timestamp()),
    changed: column('Ændret', timestamp(), { aliases: ['Sidst ændret'] }),
    correction: extra('Berigtigelse', presence(), { aliases: ['Berigtigelseskommentar'] }),
  },
  key: ['spell'],
  datedBy: 'start',
  target: 'benefit_spell',
  freshDays: 10,
  judge: ({ start, end }) => {
    if (end === null || end >= start) return []
    const outcome = bad('END_BEFORE_START', `en slutdato fra ${start} eller senere`, end)
    return outcome.ok ? [] : outcome.faults
  },
  normalise: (row, file) =>
    good([
      {
        municipality_code: file.municipality,
        spell_key: row.spell,
        // Of a rejected row only the key counts, and its person may be what could not be read.
        person_key: row.person?.isUnknown ? null : (row.person?.key ?? null),
        benefit: row.benefit,
        lab_code: row.labCode,
        target_group_label: row.targetGroup,
        readiness: readinessOf(row.readiness),
        readiness_label: row.readiness,
        start_date: row.start,
        end_date: row.end,
        exit_reason: row.exitReason,
        team_code: row.teamCode,
        team_name: row.team,
        caseworker_key: row.caseworker,
        first_absence_date: row.firstAbsence,
        is_deleted: row.status === 'S',
        source_created_at: row.created,
        source_changed_at: row.changed,
        correction: row.correction !== null,
      },
    ]),
})
