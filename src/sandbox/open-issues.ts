import { seedingTokenOf } from './emulator-seeds.js';
import { issuesOf, repositoriesOf, type SeededRepository } from './team-repositories.js';
import { ACCOUNTS } from './team.js';

/** Opens the team's issues, each by the repository's owner: the GitHub emulator cannot be seeded with them. */
export async function openIssues(address: string): Promise<void> {
  for (const repository of ACCOUNTS.flatMap(repositoriesOf)) {
    // One after the other, so that each has the same number every time.
    for (const title of issuesOf(repository)) await openIssue(address, repository, title);
  }
}

async function openIssue(address: string, { owner, name }: SeededRepository, title: string): Promise<void> {
  const answer = await fetch(`${address}/repos/${owner}/${name}/issues`, {
    method: 'POST',
    headers: { authorization: `Bearer ${seedingTokenOf(owner)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title }),
  });
  if (!answer.ok) throw new Error(`The emulator opened no issue: HTTP ${answer.status}`);
}
