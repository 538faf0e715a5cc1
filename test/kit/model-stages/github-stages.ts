import { GitHubServer } from '../github/github-server.js';
import type { ModelStage } from './model-stage.js';

export async function githubRepositories(): Promise<ModelStage> {
  const server = await started();
  for (let number = 1; number <= 110; number += 1) server.addRepository(`octocat/repository-${number}`);
  return {
    ...placeOf(server),
    ids: () => server.repositories.map(({ id }) => String(id)),
    add: () => server.addRepository('octocat/added', 0, { created_at: now(), updated_at: now(), pushed_at: now() }),
    change: () => Object.assign(server.repositories[2]!, { archived: true, updated_at: now() }),
    remove: () => server.removeRepository(server.repositories[3]!),
    removedBy: 'FULL',
    pagePath: /\/user\/repos$/,
  };
}

export async function githubIssues(): Promise<ModelStage> {
  const server = await started();
  const hello = server.addRepository('octocat/hello', 110);
  return {
    ...placeOf(server),
    ids: () => hello.issues.map(({ id }) => String(id)),
    add: () => server.addIssue(hello, { created_at: now(), updated_at: now() }),
    change: () => Object.assign(hello.issues[2]!, { title: 'Changed', updated_at: now() }),
    remove: () => hello.issues.splice(3, 1),
    removedBy: 'FULL',
    pagePath: /\/issues$/,
  };
}

async function started(): Promise<GitHubServer> {
  const server = new GitHubServer();
  await server.listen();
  return server;
}

function placeOf(server: GitHubServer) {
  return {
    apiUrl: server.url,
    apiKey: 'github_pat',
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The hub asks for what changed since, by its own clock. */
function now(): string {
  return new Date().toISOString();
}
