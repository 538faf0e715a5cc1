import { defineModel, defineReading } from '../provider.js';
import {
  githubRepositoryCheckpoint,
  githubRepositoryCursor,
  githubRepositoryPages,
} from './github-repository-pages.js';
import { githubRepositoryRecord, repositoryVersionOf } from './github-repository.record.js';
import { GitHubRepository } from './github-repository.type.js';

/** Repositories that the account owns, collaborates on, or has through an organization. */
export const githubRepositoryModel = defineModel({
  name: 'GitHubRepository',
  record: githubRepositoryRecord,
  cursor: githubRepositoryCursor,
  checkpoint: githubRepositoryCheckpoint,
  type: GitHubRepository,
  reading: defineReading<GitHubRepository>({
    query: 'githubRepositories',
    description: 'Repositories of a GitHub account, those that somebody pushed to last first.',
    version: 1,
    filters: {
      fullName: { description: 'With this name, with its owner, e.g. octocat/hello-world.', ignoresCase: true },
      ownerLogin: { description: 'Of this person or organization.', ignoresCase: true },
      isArchived: { description: 'Only read-only ones, or none of them.' },
      visibility: { description: 'Seen by these.' },
    },
    order: { by: (repository) => repository.pushedAt, direction: 'DESC', after: 'pushedAfter', before: 'pushedBefore' },
  }),
  idOf: ({ id }) => String(id),
  versionOf: repositoryVersionOf,
  supportsIncremental: true,
  supportsRealtime: true,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: githubRepositoryPages,
});
