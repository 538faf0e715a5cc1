import { describe, expect, test } from 'vitest';
import { GitHubIssue } from '../../../src/providers/github/github-issue.type.js';
import { GitHubRepository } from '../../../src/providers/github/github-repository.type.js';

const row = (data: object) => ({ id: 'rec_1', data: JSON.stringify(data) }) as never;

describe('a GitHub repository', () => {
  const base = { id: 1296269, name: 'hello', full_name: 'octocat/hello', owner: { id: 1, login: 'octocat' } };

  test('has a name, an owner and what the account may do in it', () => {
    const permissions = { admin: false, maintain: false, push: true, triage: true, pull: true };
    const repository = new GitHubRepository(
      row({ ...base, visibility: 'internal', permissions, stargazers_count: 80, pushed_at: '2011-01-26T19:06:43Z' }),
    );

    expect([repository.repositoryId, repository.fullName, repository.ownerLogin]).toEqual([
      '1296269',
      'octocat/hello',
      'octocat',
    ]);
    expect([repository.visibility, repository.permission, repository.starCount]).toEqual(['INTERNAL', 'WRITE', 80]);
    expect(repository.pushedAt).toEqual(new Date('2011-01-26T19:06:43Z'));
  });

  test.each([
    [{ private: true }, 'PRIVATE'],
    [{ private: false }, 'PUBLIC'],
    [{ visibility: 'something new', private: true }, null],
    [{}, null],
  ])('with %o is %s', (data, visibility) => {
    expect(new GitHubRepository(row({ ...base, ...data })).visibility).toBe(visibility);
  });

  test('shows nothing where GitHub says nothing', () => {
    const repository = new GitHubRepository(row({ ...base, description: '', html_url: 'no address' }));

    expect([repository.description, repository.htmlUrl, repository.pushedAt, repository.permission]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect([repository.topics, repository.isArchived]).toEqual([[], false]);
  });
});

describe('a GitHub issue', () => {
  const base = {
    id: 444500041,
    number: 7,
    title: 'Found a bug',
    repository_url: 'https://api.github.com/repos/octocat/hello',
  };

  test('has its repository, state, people and labels', () => {
    const issue = new GitHubIssue(
      row({
        ...base,
        state: 'closed',
        state_reason: 'not_planned',
        user: { login: 'octocat' },
        assignees: [{ login: 'hubot' }],
        labels: [{ name: 'bug', color: 'f29513' }, 'old', { name: null }],
        milestone: { title: 'v1.0' },
        comments: 2,
        closed_at: '2011-04-22T13:33:48Z',
      }),
    );

    expect([issue.issueId, issue.number, issue.repositoryFullName]).toEqual(['444500041', 7, 'octocat/hello']);
    expect([issue.state, issue.stateReason, issue.commentCount, issue.milestone]).toEqual([
      'CLOSED',
      'NOT_PLANNED',
      2,
      'v1.0',
    ]);
    expect([issue.authorLogin, issue.assigneeLogins]).toEqual(['octocat', ['hubot']]);
    expect(issue.labels).toEqual([
      { name: 'bug', color: 'f29513' },
      { name: 'old', color: null },
    ]);
    expect(issue.closedAt).toEqual(new Date('2011-04-22T13:33:48Z'));
  });

  test('whose author is gone has none', () => {
    const issue = new GitHubIssue(row({ ...base, user: null, assignees: null, state: 'something new' }));

    expect([issue.authorLogin, issue.assigneeLogins, issue.state, issue.labels]).toEqual([null, [], null, []]);
  });
});
