import { defineModel } from '../provider.js';
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
  idOf: ({ id }) => String(id),
  versionOf: issueVersionOf,
  supportsIncremental: true,
  supportsRealtime: true,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: githubIssuePages,
});
