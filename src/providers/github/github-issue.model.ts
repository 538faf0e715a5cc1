import { defineModel, defineReading } from '../provider.js';
import { githubIssueCheckpoint, githubIssueCursor, githubIssuePages } from './github-issue-pages.js';
import { githubIssueRecord, issueVersionOf } from './github-issue.record.js';
import { GitHubIssue } from './github-issue.type.js';

/** Issues of every repository of the account, open and closed, without pull requests. */
export const githubIssueModel = defineModel({
  name: 'GitHubIssue',
  record: githubIssueRecord,
  cursor: githubIssueCursor,
  checkpoint: githubIssueCheckpoint,
  type: GitHubIssue,
  reading: defineReading<GitHubIssue>({
    query: 'githubIssues',
    description: 'Issues of the repositories of a GitHub account, those changed last first.',
    version: 1,
    filters: {
      repositoryFullName: {
        description: 'Of this repository, with its owner, e.g. octocat/hello-world.',
        ignoresCase: true,
      },
      authorLogin: { description: 'Opened by this person.', ignoresCase: true },
      state: { description: 'With this state.' },
    },
    order: { by: (issue) => issue.updatedAt, direction: 'DESC', after: 'updatedAfter', before: 'updatedBefore' },
    references: {
      repository: {
        description: 'Where it was opened.',
        to: 'GitHubRepository',
        by: 'repositoryFullName',
        at: 'fullName',
      },
    },
  }),
  idOf: ({ id }) => String(id),
  versionOf: issueVersionOf,
  supportsIncremental: true,
  supportsRealtime: true,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: githubIssuePages,
});
