export interface Person {
  name: string;
  email: string;
  /** Handle at Slack. */
  handle: string;
  title: string;
}

export const TEAM_NAME = 'Acorn Software';
export const TEAM_DOMAIN = 'acorn.example';

/** Who works together. */
export const TEAM: readonly Person[] = [
  person('Ada Lindqvist', 'Head of Engineering'),
  person('Ben Okafor', 'Backend Engineer'),
  person('Chiara Rossi', 'Product Designer'),
  person('Daniel Weber', 'Frontend Engineer'),
  person('Emma Laurent', 'Product Manager'),
  person('Farid Haddad', 'Site Reliability Engineer'),
  person('Grace Kim', 'Data Engineer'),
  person('Hugo Silva', 'Customer Success'),
];

/** Who can consent in the sandbox: each has calendars of their own. */
export const ACCOUNTS: readonly Person[] = TEAM.slice(0, 4);

const GIVEN_NAMES = ['Ines', 'Jonas', 'Keiko', 'Liam', 'Maya', 'Nils', 'Olga', 'Pedro'];
const FAMILY_NAMES = ['Andersen', 'Brandt', 'Costa', 'Dubois'];
const TITLES = ['Engineer', 'Account Executive', 'Support Engineer', 'Finance', 'People Partner', 'Marketing', 'Legal'];

/** The rest of the company: known at Slack. */
export const COLLEAGUES: readonly Person[] = FAMILY_NAMES.flatMap((family, row) =>
  GIVEN_NAMES.map((given, column) =>
    person(`${given} ${family}`, TITLES[(row + column) % TITLES.length] ?? 'Engineer'),
  ),
);

function person(name: string, title: string): Person {
  const handle = name.toLowerCase().replace(' ', '.');
  return { name, email: `${handle}@${TEAM_DOMAIN}`, handle, title };
}
