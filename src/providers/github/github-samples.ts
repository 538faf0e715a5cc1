import type { WebhookSample } from '../provider.js';

interface About {
  account: string;
  now: number;
}

const REPOSITORY_ID = 1296269;
const ISSUE_ID = 444500041;
const NAME = 'octocat/hello-world';

/**
 * Events as a repository's hook delivers them, with what the hub reads of them.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export const githubSamples: Readonly<Record<string, (about: About) => WebhookSample>> = {
  'issues.opened': (about) => issueEvent('opened', about, 'Spelling error in the README'),
  'issues.edited': (about) => issueEvent('edited', about, 'Spelling errors in the README'),
  'issues.deleted': (about) => issueEvent('deleted', about, 'Spelling errors in the README'),
  'repository.deleted': (about) => sample('repository', about, { action: 'deleted' }),
  push: (about) => sample('push', about, { ref: 'refs/heads/main' }),
};

function issueEvent(action: string, about: About, title: string): WebhookSample {
  const issue = {
    id: ISSUE_ID,
    number: 1,
    title,
    body: null,
    state: 'open',
    locked: false,
    labels: [],
    assignees: [],
    milestone: null,
    comments: 0,
    user: personOf(about),
    repository_url: `https://api.github.com/repos/${NAME}`,
    html_url: `https://github.com/${NAME}/issues/1`,
    created_at: secondOf(about.now),
    updated_at: secondOf(about.now),
    closed_at: null,
  };
  return sample('issues', about, { action, issue });
}

function sample(name: string, about: About, body: object): WebhookSample {
  const repository = {
    id: REPOSITORY_ID,
    name: 'hello-world',
    full_name: NAME,
    owner: personOf(about),
    private: false,
    updated_at: secondOf(about.now),
    pushed_at: secondOf(about.now),
  };
  return { body: { ...body, repository, sender: personOf(about) }, headers: { 'x-github-event': name } };
}

function personOf({ account }: About): { id: number; login: string } {
  return { id: Number(account), login: 'octocat' };
}

/** As GitHub writes times. */
function secondOf(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z`;
}
