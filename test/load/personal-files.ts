/** Owns files of every personal feed, good and bad, that tell of made-up persons wherever a file can. */
import {
  type Cells,
  caseFile,
  citizenFile,
  file,
  line,
  partialFile,
  type Spell,
} from '../connectors/fasit-file.ts'
import { entries } from '../connectors/manual-file.ts'

// Made up, no other test's, and failing modulus 11 on purpose; the last one is a replacement number.
const PEOPLE = [
  { cpr: '231177-1236', name: 'Zakariasen-Prøve', initials: 'VKZQX' },
  { cpr: '050765-1848', name: 'Wøllesdatter', initials: 'VKWJY' },
  { cpr: '090858-1153', name: 'Quist Opdigtet', initials: 'VKQPZ' },
  { cpr: '841288-4452', name: 'Ærøsund Påfund', initials: 'VKYQW' },
] as const
const IDS = { ForløbID: '98765430', BorgerID: '87654320', SagsID: '76543210' }
const HOME = { Adresse: 'Hemmelig Sti 17, st. th.', Telefon: '55 66 77 88' }

/** The ways a number is written: with and without hyphen, with a blank, and with its first zero lost. */
function waysOf(cpr: string): readonly string[] {
  const digits = cpr.replace('-', '')
  const bare = [cpr, digits, `${digits.slice(0, 6)} ${digits.slice(6)}`]
  return [...new Set(bare.flatMap((way) => [way, way.replace(/^0/, '')]))]
}

/** What must be found nowhere. */
export const SECRETS: readonly string[] = PEOPLE.flatMap(({ cpr, name, initials }) => [
  ...waysOf(cpr),
  name,
  initials,
]).concat(...Object.values(IDS), ...Object.values(HOME), 'Ingemarie')

/** What a number tells is kept, once. */
export const BIRTH_DATES = ['1958-08-09', '1965-07-05', '1977-11-23', '1988-12-24']

const person = (index: number) => PEOPLE[index % PEOPLE.length] ?? PEOPLE[0]
const [first, second] = PEOPLE
const digits = second.cpr.replace('-', '')

/** A spell that tells of a person wherever a file can; the number is written in another way each time. */
function telling(index: number, spell: Spell = {}): Spell {
  const { cpr, name, initials } = person(index)
  const ways = waysOf(cpr)
  return {
    ForløbID: `${IDS.ForløbID}${index}`,
    BorgerID: `${IDS.BorgerID}${index}`,
    'CPR-nr.': ways[index % ways.length] ?? cpr,
    Efternavn: name,
    'Sagsbehandler ident': initials,
    Berigtigelse: `Rettet for ${name} (${cpr}) af ${initials}`,
    ...spell,
  }
}

const BAD_ROWS: readonly Spell[] = [
  // Letters and a digit too many behind the number, a person in a column of labels, and cells moved by a loose semicolon.
  telling(4, { 'CPR-nr.': `${first.cpr}A` }),
  telling(5, { 'CPR-nr.': `${second.cpr}1` }),
  telling(6, { Team: `${second.name} ${second.cpr}` }),
  telling(7, { Team: 'Sygedagpenge; Øst', Berigtigelse: '' }),
]

const good = [0, 1, 2, 3].map((index) => line(telling(index)))

/** The first is loaded with some rows rejected, each of the others refused for a reason of its own. */
export const SPELLS: Readonly<Record<string, string>> = {
  'FASIT_Forloeb_D_20200203.csv': file(good.concat(BAD_ROWS.map(line))),
  'FASIT_Forloeb_D_20200204.csv': file(good, 'ANTAL;7\r\n'),
  'FASIT_Forloeb_D_20200205.csv': file([...BAD_ROWS, ...BAD_ROWS].map(line)),
  'FASIT_Forloeb_D_20200206.csv': good.map((text) => `${text}\r\n`).join(''),
  'FASIT_Forloeb_D_20200207.csv': file(good).replace('Slutdato', 'Slut'),
  // One id, told twice and differently; and the last row cut off.
  'FASIT_Forloeb_D_20200208.csv': file(
    [telling(0), telling(0, { Startdato: '05-01-2020' }), telling(1)].map(line),
    line(telling(2)).slice(0, 60),
  ),
}

/** Loaded after the others, and put back into the inbox by a revert. */
export const LATER = [
  'FASIT_Forloeb_D_20200209.csv',
  file([line(telling(0, { Slutdato: '31-01-2020', Ændret: '03-01-2020 08:00' }))]),
] as const

/** A citizen or a case that tells of a person wherever a file can. */
function tellingOf(id: 'BorgerID' | 'SagsID', index: number, cells: Cells = {}): Cells {
  const { cpr, name } = person(index)
  const own = { [id]: `${IDS[id]}${index}`, 'CPR-nr.': cpr, Efternavn: name }
  return { ...own, 'Fornavn(e)': 'Ingemarie', ...HOME, ...cells }
}

const citizens = [0, 1, 2, 3].map((index) => tellingOf('BorgerID', index))
const cases = [0, 1, 2, 3].map((index) => tellingOf('SagsID', index))

/** Of every other personal feed a file that loads with some rows rejected, and one that is refused. */
export const OTHERS: Readonly<Record<string, readonly (readonly [name: string, text: string])[]>> =
  {
    'fasit-citizens': [
      [
        'FASIT_Borger_F_20200203.csv',
        citizenFile([
          ...citizens,
          tellingOf('BorgerID', 4, { Køn: first.name, Kommunekode: 'Ingemarie' }),
          tellingOf('BorgerID', 5, { 'CPR-nr.': `${first.cpr}A` }),
          tellingOf('BorgerID', 6, { Herkomst: `${second.name} ${second.cpr}` }),
          // A loose semicolon moves every cell behind it.
          tellingOf('BorgerID', 7, { Efternavn: `${second.name};Ingemarie`, 'Sidst ændret': '' }),
        ]),
      ],
      ['FASIT_Borger_F_20200204.csv', citizenFile(citizens).replace('BorgerID', 'Borgernr')],
    ],
    'fasit-sickness': [
      [
        'SYG_Sygefravaer_D_20200203.csv',
        caseFile([
          ...cases,
          tellingOf('SagsID', 4, { Visitationskategori: `Se ${first.cpr}` }),
          tellingOf('SagsID', 5, { 'CPR-nr.': `${second.cpr}1` }),
          tellingOf('SagsID', 6, { 'Fraværstimer pr. uge': `${digits}1` }),
          tellingOf('SagsID', 7, { Revurderingsdato: digits }),
          tellingOf('SagsID', 8, { 'Arbejdstimer pr. uge': `${first.cpr.replace('-', '')}1` }),
        ]),
      ],
      ['SYG_Sygefravaer_D_20200204.csv', caseFile(cases).replace('ANTAL;4', 'ANTAL;5')],
    ],
    'fasit-partial-return': [
      [
        'SYG_Delvis_D_20200203.csv',
        partialFile([
          tellingOf('SagsID', 0),
          tellingOf('SagsID', 1, { 'Arbejdstimer pr. uge': first.cpr }),
          tellingOf('SagsID', 2, { 'Arbejdstimer pr. uge': digits }),
          tellingOf('SagsID', 3, { 'Arbejdstimer pr. uge': digits.replace(/^0/, '') }),
        ]),
      ],
      ['SYG_Delvis_D_20200204.csv', partialFile([tellingOf('SagsID', 0)]).slice(0, -20)],
    ],
    'manual-entries': [
      [
        'Manuelle_indtastninger_20200203.csv',
        entries(
          ...PEOPLE.map(({ cpr, name, initials }, index) => ({
            ...{
              kpi: 'persons_on_support',
              period: `2020-0${index + 1}`,
              value: '12',
              by: initials,
            },
            ...{ on: '01-02-2020', comment: `Ringede til ${name} (${cpr})` },
          })),
          { kpi: 'persons_on_support', period: '2019-01', value: digits },
          { kpi: 'persons_on_support', period: '2019-02', value: digits.replace(/^0/, '') },
          {
            kpi: 'persons_on_support',
            period: '2019-03',
            value: '12',
            place: `Team: ${first.cpr}`,
          },
          { kpi: 'persons_on_support', period: '2019-04', value: '12', unit: second.cpr },
        ),
      ],
      [
        'Manuelle_indtastninger_20200204.csv',
        entries({ kpi: first.cpr, period: '2020-01', by: first.initials }).replace(
          'Værdi',
          second.cpr,
        ),
      ],
    ],
  }
