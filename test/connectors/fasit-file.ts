/** Owns hand-written exports of FASIT for the tests: a row from what matters in it, a file from its rows. */

const SPELL_HEADINGS = [
  ...['ForløbID', 'BorgerID', 'CPR-nr.', 'Efternavn', 'Målgruppekode', 'Målgruppe', 'Ydelse'],
  ...['Visitationskategori', 'Startdato', 'Slutdato', 'Afslutningsårsag', 'TeamKode', 'Team'],
  ...['Sagsbehandler ident', 'Første fraværsdag', 'Status', 'Oprettet', 'Ændret', 'Berigtigelse'],
]
const CITIZEN_HEADINGS = [
  ...['BorgerID', 'CPR-nr.', 'Efternavn', 'Fornavn(e)', 'Adresse', 'Telefon', 'Køn', 'Kommunekode'],
  ...['Tilflytningsdato', 'Fraflytningsdato', 'Herkomst', 'Opholdsgrundlag', 'Statsborgerskab'],
  ...['Uddannelsesniveau', 'Forsørgerpligt', 'Adressebeskyttelse', 'Død dato', 'Sidst ændret'],
]
const CASE_HEADINGS = [
  ...['SagsID', 'CPR-nr.', 'Sagsart', 'Første fraværsdag', 'Første ydelsesdag'],
  ...['Sidste ydelsesdag', 'Raskmeldingsdato', 'Delvis rask fra', 'Delvis rask til'],
  ...['Arbejdstimer pr. uge', 'Fraværstimer pr. uge', 'Visitationskategori', 'Revurderingsdato'],
  ...['Forlængelse §27', 'Afløst af JAF dato', 'CVR arbejdsgiver', 'Status', 'Ændret'],
]
const PARTIAL_HEADINGS = [
  ...['SagsID', 'Delvis fra', 'Delvis til', 'Arbejdstimer pr. uge', 'Fraværstimer pr. uge'],
  ...['Status', 'Ændret'],
]

/** The cells of a row by heading; what is not given is plain or empty. */
export type Cells = Readonly<Record<string, string>>
export type Spell = Cells

const PLAIN_SPELL: Spell = {
  ForløbID: '1',
  'CPR-nr.': '130580-1231',
  Ydelse: 'Kontanthjælp',
  Startdato: '01-01-2020',
  Status: 'A',
  Oprettet: '01-01-2020 08:00',
  Ændret: '02-01-2020 08:00',
}
const PLAIN_CITIZEN: Cells = {
  BorgerID: '9001',
  'CPR-nr.': '130580-1231',
  Kommunekode: '791',
  'Sidst ændret': '02-01-2020 08:00',
}
const PLAIN_CASE: Cells = {
  SagsID: '77001',
  'CPR-nr.': '130580-1231',
  Sagsart: '11',
  'Første fraværsdag': '01-01-2020',
  Status: 'A',
  Ændret: '02-01-2020 08:00',
}
const PLAIN_PARTIAL: Cells = {
  SagsID: '77001',
  'Delvis fra': '01-01-2020',
  'Arbejdstimer pr. uge': '10',
  'Fraværstimer pr. uge': '27',
}

/** The line of a spell. */
export function line(spell: Spell): string {
  return lineOf(SPELL_HEADINGS, { ...PLAIN_SPELL, ...spell })
}

/** A file of lines, with its info line, headings and (unless told otherwise) a trailer that counts them. */
export function file(lines: readonly string[], trailer = trailerOf(lines)): string {
  return fileOf('Målgruppeforløb', SPELL_HEADINGS, lines, trailer)
}

/** A file of citizens. */
export function citizenFile(rows: readonly Cells[]): string {
  return whole('Borger', CITIZEN_HEADINGS, PLAIN_CITIZEN, rows)
}

/** A file of sickness cases. */
export function caseFile(rows: readonly Cells[]): string {
  return whole('Sygefravær', CASE_HEADINGS, PLAIN_CASE, rows)
}

/** A file of partial returns. */
export function partialFile(rows: readonly Cells[]): string {
  return whole('Delvis raskmelding', PARTIAL_HEADINGS, PLAIN_PARTIAL, rows)
}

function whole(
  title: string,
  headings: readonly string[],
  plain: Cells,
  rows: readonly Cells[],
): string {
  const lines = rows.map((row) => lineOf(headings, { ...plain, ...row }))
  return fileOf(title, headings, lines, trailerOf(lines))
}

function lineOf(headings: readonly string[], cells: Cells): string {
  return headings.map((heading) => cells[heading] ?? '').join(';')
}

function trailerOf(lines: readonly string[]): string {
  return `ANTAL;${lines.length}\r\n`
}

function fileOf(
  title: string,
  headings: readonly string[],
  lines: readonly string[],
  trailer: string,
): string {
  const head = [`Udtræk: ${title};Dato: 03-02-2020 05:12`, headings.join(';')]
  return [...head, ...lines].map((text) => `${text}\r\n`).join('') + trailer
}
