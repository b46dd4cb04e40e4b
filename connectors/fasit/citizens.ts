/** Owns how FASIT's citizens (Borger) are read. */
import {
  type CodeList,
  choice,
  codeList,
  column,
  defineFeed,
  extra,
  good,
  labelText,
  normaliseText,
  person,
  presence,
  pseudonym,
  required,
  timestamp,
} from '../../src/connector.ts'
import { CPR_ALIASES, codeOf, hiddenDate, personFacts } from './common.ts'

const SEX = codeList({ M: ['M', 'Mand'], K: ['K', 'Kvinde'] })

const ORIGIN = codeList({
  DANSK: ['Personer med dansk oprindelse'],
  IND_VEST: ['Indvandrere fra vestlige lande'],
  EFT_VEST: ['Efterkommere fra vestlige lande'],
  IND_IKKEVEST: ['Indvandrere fra ikke-vestlige lande'],
  EFT_IKKEVEST: ['Efterkommere fra ikke-vestlige lande'],
})

const RESIDENCE_BASIS = codeList({
  FLYGTNING: ['Flygtning'],
  FAMILIE_FLYGTNING: ['Familiesammenført til flygtning'],
  ANDET: ['Andet'],
})

const WITH_OR_WITHOUT = codeList({ UDEN: ['Uden'], MED: ['Med'] })

/** The long texts differ in how they abbreviate; their first word tells. */
const EDUCATION: CodeList = {
  words: {
    UDEN: ['Uden erhvervskompetencegivende udd.'],
    MED: ['Med erhvervskompetencegivende udd.'],
  },
  codeOf: (cell) => WITH_OR_WITHOUT.codeOf(normaliseText(cell).split(' ')[0] ?? ''),
}

/** A number column loses the first zero: 84 is 084. What is no code is none. */
function municipalityCode(text: string | null): string | null {
  return /^\d{1,3}$/.test(text ?? '') ? (text ?? '').padStart(3, '0') : null
}

/**
 * What stands where a code should, for the run to tell. Beside names and addresses it may be one of those that has slipped
 * into the column, so of what is longer than a code only the length is kept.
 */
function noCode(text: string | null, code: string | null): string | null {
  if (text === null || code !== null) return null
  return /^(?:\p{L}|\d{1,4})$/u.test(text) ? text : `(${text.length} tegn)`
}

const yesOrNo = { ...choice({ J: ['J', 'Ja'], N: ['N', 'Nej'] }), personal: true } as const

export const fasitCitizens = defineFeed({
  id: 'fasit-citizens',
  connector: 'fasit',
  title: 'Borgere (FASIT)',
  files: [/^FASIT_Borger_F_\d{8}(?:_\d{1,2})?\.csv$/i],
  takes: ['FASIT_Borger_F_20200203.csv', 'FASIT_Borger_F_20200203_2.csv'],
  // There is no delta of citizens: whatever a file is called, it is all of them.
  mode: () => 'full',
  personal: true,
  trailer: ['ANTAL'],
  columns: {
    citizen: required('BorgerID', pseudonym('source_id'), { aliases: ['Borger ID'] }),
    person: required('CPR-nr.', person(), { aliases: CPR_ALIASES }),
    lastName: extra('Efternavn', presence()),
    firstNames: extra('Fornavn(e)', presence(), { aliases: ['Fornavn', 'Fornavne'] }),
    address: extra('Adresse', presence()),
    phone: extra('Telefon', presence(), { aliases: ['Telefonnummer'] }),
    // Every kind below hides what it could not read: a loose semicolon would move a name into it.
    sex: extra('Køn', { ...labelText(), codes: SEX }),
    residence: extra('Kommunekode', labelText()),
    movedIn: extra('Tilflytningsdato', hiddenDate),
    movedOut: column('Fraflytningsdato', hiddenDate),
    origin: extra('Herkomst', { ...labelText(), codes: ORIGIN }),
    residenceBasis: extra('Opholdsgrundlag', { ...labelText(), codes: RESIDENCE_BASIS }),
    citizenship: extra('Statsborgerskab', presence()),
    education: extra('Uddannelsesniveau', { ...labelText(), codes: EDUCATION }),
    dependants: extra('Forsørgerpligt', yesOrNo),
    isProtected: extra('Adressebeskyttelse', yesOrNo),
    died: column('Død dato', hiddenDate, { aliases: ['Dødsdato', 'Død'] }),
    changed: column('Sidst ændret', { ...timestamp(), personal: true }, { aliases: ['Ændret'] }),
  },
  key: ['citizen'],
  target: 'citizen',
  freshDays: 3,
  normalise: (row, file) => {
    const [sex, residence] = [codeOf(SEX, row.sex), municipalityCode(row.residence)]
    return good([
      {
        municipality_code: file.municipality,
        citizen_key: row.citizen,
        ...personFacts(row.person),
        sex_given: sex,
        sex_label: noCode(row.sex, sex),
        residence_code: residence,
        residence_label: noCode(row.residence, residence),
        moved_in_on: row.movedIn,
        moved_out_on: row.movedOut,
        origin: codeOf(ORIGIN, row.origin),
        origin_label: row.origin,
        residence_basis: codeOf(RESIDENCE_BASIS, row.residenceBasis),
        residence_basis_label: row.residenceBasis,
        education: codeOf(EDUCATION, row.education),
        education_label: row.education,
        has_dependants: row.dependants === null ? null : row.dependants === 'J',
        is_protected: row.isProtected === 'J',
        died_on: row.died,
        source_changed_at: row.changed,
      },
    ])
  },
})
