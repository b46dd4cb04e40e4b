/** Owns how FASIT's spells (Målgruppeforløb) are read. */
import {
  bad,
  type CodeList,
  column,
  date,
  defineFeed,
  extra,
  good,
  label,
  labelText,
  openDate,
  person,
  presence,
  pseudonym,
  required,
  timestamp,
} from '../../src/connector.ts'
import {
  CPR_ALIASES,
  codeOf,
  endsBeforeStart,
  fasitMode,
  hiddenDate,
  personFacts,
  READINESS,
  readiness,
  status,
} from './common.ts'

/** The code before the text: `JOB Ordinært arbejde` is `JOB`. */
function exitCode(cell: string): string | undefined {
  return /^(\p{Lu}{2,5})(?:\s|$)/u.exec(cell)?.[1]
}

/** The reasons that are known; an export may have others, each by its own code. */
const EXIT_REASONS: CodeList = {
  words: {
    JOB: ['JOB Ordinært arbejde'],
    UDD: ['UDD Ordinær uddannelse'],
    FLX: ['FLX Fleksjob'],
    FTP: ['FTP Førtidspension'],
    RASK: ['RASK Raskmeldt'],
    OVG: ['OVG Overgang til anden målgruppe'],
    FRA: ['FRA Fraflyttet'],
    DØD: ['DØD'],
    PEN: ['PEN Folke-/efterløn/seniorpension'],
    SEL: ['SEL Selvforsørgende uden job'],
    AND: ['AND Andet'],
  },
  codeOf: exitCode,
}

const exitReason = {
  codes: EXIT_REASONS,
  parse: (cell: string) => {
    const code = exitCode(cell)
    return code
      ? good(code)
      : bad('BAD_VALUE', 'en kode og dens tekst, fx JOB Ordinært arbejde', cell)
  },
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
    // When number and id point at two persons, the number is believed, and the run says so.
    citizen: extra('BorgerID', pseudonym('source_id'), { aliases: ['Borger ID'] }),
    person: required('CPR-nr.', person(), { aliases: CPR_ALIASES }),
    labCode: extra('Målgruppekode', labelText(), { aliases: ['Målgruppe kode'] }),
    targetGroup: extra('Målgruppe', labelText()),
    benefit: required('Ydelse', label('target_group', 'fasit'), { aliases: ['Ydelsestype'] }),
    readiness: extra('Visitationskategori', readiness),
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
    firstAbsence: extra('Første fraværsdag', hiddenDate),
    status: required('Status', status),
    created: extra('Oprettet', timestamp()),
    changed: column('Ændret', timestamp(), { aliases: ['Sidst ændret'] }),
    correction: extra('Berigtigelse', presence(), { aliases: ['Berigtigelseskommentar'] }),
  },
  key: ['spell'],
  datedBy: 'start',
  target: 'benefit_spell',
  freshDays: 10,
  judge: ({ start, end }) => endsBeforeStart('en slutdato', start, end),
  normalise: (row, file) =>
    good([
      {
        municipality_code: file.municipality,
        spell_key: row.spell,
        ...personFacts(row.person),
        citizen_key: row.citizen,
        benefit: row.benefit,
        lab_code: row.labCode,
        target_group_label: row.targetGroup,
        readiness: codeOf(READINESS, row.readiness),
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
