import type { Person } from './team.js';

/** As the GitHub emulator is seeded with it. */
export interface SeededRepository {
  owner: string;
  name: string;
  description: string;
  private: boolean;
}

const REPOSITORIES = [
  ['handbook', 'How we work', false],
  ['billing', 'Invoices and payments', true],
  ['dashboard', 'What customers see', true],
] as const;

const ISSUES = [
  'Say in the readme how to run it',
  'Tests fail on the first of the month',
  'Replace the deprecated client',
  'Loading takes too long on slow networks',
] as const;

/** A person's login at GitHub, which takes no dots. */
export function loginOf({ handle }: Person): string {
  return handle.replace('.', '-');
}

export function repositoriesOf(person: Person): SeededRepository[] {
  return REPOSITORIES.map(([name, description, isPrivate]) => ({
    owner: loginOf(person),
    name,
    description,
    private: isPrivate,
  }));
}

/** Titles of the issues that its owner opened in each repository. */
export function issuesOf({ name }: SeededRepository): string[] {
  return ISSUES.map((title) => `${title} (${name})`);
}
