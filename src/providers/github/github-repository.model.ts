import { defineModel } from '../provider.js';
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
  idOf: ({ id }) => String(id),
  versionOf: repositoryVersionOf,
  supportsIncremental: true,
  supportsRealtime: true,
  schedule: { full: '1 week', incremental: '15 minutes' },
  pages: githubRepositoryPages,
});
