import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { HookStore } from './hook-store.js';

export interface Issue {
  id: number;
  number: number;
  title: string;
  created_at: string;
  updated_at: string;
  pull_request?: object;
}

export interface Repository {
  id: number;
  full_name: string;
  created_at: string;
  updated_at: string;
  pushed_at: string | null;
  has_issues: boolean;
  archived: boolean;
  isAdministered: boolean;
  issues: Issue[];
}

/** A call as it came. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const START = Date.UTC(2026, 0, 1);

/**
 * As much of GitHub as the emulator does not show, after GitHub's documentation: ETags and 304, links whose
 * cursors are GitHub's own, hooks that exist already, and whatever a test makes it answer.
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 * @see https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export class GitHubServer implements AsyncDisposable {
  readonly asked: Asked[] = [];
  readonly repositories: Repository[] = [];
  readonly hooks = new HookStore();
  /** Answers in the place of the server; null to leave it to it. */
  instead: (asked: Asked) => Answer | null = () => null;
  private clock = START;
  private readonly server = createServer((request, response) => {
    void this.serve(request, response);
  });

  /** Ends in a slash. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** What was asked since, as `GET /user/repos 200`; forgets it. */
  takeCalls(): string[] {
    return this.asked.splice(0).map(({ method, path }) => `${method} ${path}`);
  }

  /** The time that the next change has, a second after the last. */
  tick(): string {
    this.clock += 1000;
    return new Date(this.clock).toISOString().replace('.000', '');
  }

  get now(): number {
    return this.clock;
  }

  addRepository(full_name: string, issues = 0, more: Partial<Repository> = {}): Repository {
    const at = this.tick();
    const id = 1000 + this.repositories.length;
    const times = { created_at: at, updated_at: at, pushed_at: at };
    const traits = { has_issues: true, archived: false, isAdministered: true };
    const repository: Repository = { id, full_name, ...times, ...traits, issues: [], ...more };
    this.repositories.push(repository);
    for (let number = 1; number <= issues; number += 1) this.addIssue(repository);
    return repository;
  }

  removeRepository(repository: Repository): void {
    this.repositories.splice(this.repositories.indexOf(repository), 1);
  }

  addIssue(repository: Repository, more: Partial<Issue> = {}): Issue {
    const at = this.tick();
    const number = repository.issues.length + 1;
    const id = repository.id * 100_000 + number;
    const issue = { id, number, title: `Issue ${number}`, created_at: at, updated_at: at, ...more };
    repository.issues.push(issue);
    return issue;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await this.read(request);
    const { status, body, headers } = this.instead(asked) ?? this.answer(asked);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  private async read(request: IncomingMessage): Promise<Asked> {
    const url = new URL(request.url ?? '', 'http://localhost');
    const body = await text(request);
    const asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
    };
    this.asked.push(asked);
    return asked;
  }

  private answer(asked: Asked): Answer {
    const { method, path } = asked;
    if (method === 'GET' && path === '/user') return { status: 200, body: { id: 583231, login: 'octocat' } };
    if (method === 'GET' && path === '/user/repos') {
      return this.list(asked, this.repositories.map(repositoryBody), '/user/repos', false);
    }
    if (method === 'DELETE' && path.startsWith('/applications/')) return { status: 204 };
    const [, fullName = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)\/(.*)$/.exec(path) ?? [];
    const repository = this.repositories.find(({ full_name }) => full_name === fullName);
    if (repository === undefined) return notFound();
    if (rest.startsWith('hooks')) return this.hooks.answer(fullName, rest, asked);
    if (!repository.has_issues) return { status: 410, body: { message: 'Issues are disabled for this repo' } };
    if (method === 'POST') {
      const issue = this.addIssue(repository, { title: String(asked.body['title']) });
      const body = {
        ...this.issueBody(repository, issue),
        html_url: `https://github.com/${fullName}/issues/${issue.number}`,
      };
      return { status: 201, body };
    }
    const issues = repository.issues.map((issue) => this.issueBody(repository, issue));
    return this.list(asked, issues, `/repositories/${repository.id}/issues`, true);
  }

  /** As lists and events have it. */
  issueBody({ full_name }: Repository, issue: Issue): object {
    return { ...issue, state: 'open', repository_url: `${this.url}repos/${full_name}` };
  }

  /** @param hasCursors As GitHub pages long lists: the link holds a cursor, and the path of the repository's id. */
  private list({ query, headers }: Asked, all: object[], path: string, hasCursors: boolean): Answer {
    const size = Number(query.get('per_page') ?? 30);
    const after = query.get('after');
    const from = after === null ? (Number(query.get('page') ?? 1) - 1) * size : placeOf(after);
    if (from === null) return { status: 422, body: { message: 'The `after` cursor is invalid.' } };
    const key = `${query.get('sort') ?? 'created'}_at`;
    const sorted = all.toSorted((one, other) => compare(one, other, key));
    if (query.get('direction') === 'desc') sorted.reverse();
    const body = sorted.slice(from, from + size);
    const etag = `W/"${createHash('sha256').update(JSON.stringify(body)).digest('hex')}"`;
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };

    const next = new URL(path, this.url);
    next.search = String(query);
    if (hasCursors) next.searchParams.set('after', cursorAt(from + size));
    next.searchParams.set('page', String(from / size + 2));
    const link: Answer['headers'] =
      from + size < all.length ? { link: `<${next}>; rel="next", <${next}>; rel="last"` } : {};
    return { status: 200, body, headers: { etag, ...link } };
  }
}

export function notFound(): Answer {
  return { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' } };
}

function repositoryBody({ issues: _, isAdministered, ...repository }: Repository): object {
  const [login = '', name = ''] = repository.full_name.split('/');
  const permissions = { admin: isAdministered, push: true, pull: true };
  return { ...repository, name, owner: { id: 583231, login }, permissions };
}

/** GitHub puts what has no such time last where the newest are first. */
function compare(one: object, other: object, key: string): number {
  const timeOf = (item: object) => ((item as Record<string, unknown>)[key] ?? '') as string;
  return timeOf(one) < timeOf(other) ? -1 : timeOf(one) > timeOf(other) ? 1 : 0;
}

function cursorAt(place: number): string {
  return Buffer.from(`cursor:v2:${place}`).toString('base64');
}

function placeOf(cursor: string): number | null {
  const [, place] = /^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  return place === undefined ? null : Number(place);
}
