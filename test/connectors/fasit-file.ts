/** Owns hand-written spells of FASIT for the tests: a row from what matters in it, a file from its rows. */

const HEADINGS = [
  ...['ForløbID', 'BorgerID', 'CPR-nr.', 'Efternavn', 'Målgruppekode', 'Målgruppe', 'Ydelse'],
  ...['Visitationskategori', 'Startdato', 'Slutdato', 'Afslutningsårsag', 'TeamKode', 'Team'],
  ...['Sagsbehandler ident', 'Første fraværsdag', 'Status', 'Oprettet', 'Ændret', 'Berigtigelse'],
]

export type Spell = Readonly<Record<string, string>>

const PLAIN: Spell = {
  ForløbID: '1',
  'CPR-nr.': '130580-1231',
  Ydelse: 'Kontanthjælp',
  Startdato: '01-01-2020',
  Status: 'A',
  Oprettet: '01-01-2020 08:00',
  Ændret: '02-01-2020 08:00',
}

/** The line of a spell; what is not given is plain or empty. */
export function line(spell: Spell): string {
  const cells: Spell = { ...PLAIN, ...spell }
  return HEADINGS.map((heading) => cells[heading] ?? '').join(';')
}

/** A file of lines, with its info line, headings and (unless told otherwise) a trailer that counts them. */
export function file(lines: readonly string[], trailer = `ANTAL;${lines.length}\r\n`): string {
  const head = ['Udtræk: Målgruppeforløb;Dato: 03-02-2020 05:12', HEADINGS.join(';')]
  return [...head, ...lines].map((text) => `${text}\r\n`).join('') + trailer
}
