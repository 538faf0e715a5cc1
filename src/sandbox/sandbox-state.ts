import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const googleGrant = z.object({
  email: z.string(),
  scope: z.string(),
  refreshToken: z.string(),
  /** The newest first. */
  accessTokens: z.array(z.string()),
});

const slackGrant = z.object({ token: z.string(), scopes: z.array(z.string()) });

const githubGrant = z.object({ login: z.string(), token: z.string(), scopes: z.array(z.string()) });

const stateFile = z.object({
  /** A Monday: the seeded events lie around it, and stay where they are. */
  monday: z.iso.date(),
  google: z.array(googleGrant),
  slack: z.array(slackGrant),
  github: z.array(githubGrant).default([]),
});

export type GoogleGrant = z.output<typeof googleGrant>;
export type SlackGrant = z.output<typeof slackGrant>;
export type GitHubGrant = z.output<typeof githubGrant>;

/**
 * What the emulators themselves forget when they end, so that accounts linked to them outlive a
 * restart of the hub. These tokens open nothing but the emulators.
 */
export class SandboxState {
  private constructor(
    private readonly path: string,
    private readonly data: z.output<typeof stateFile>,
  ) {}

  /** Reads the file, or begins anew where there is none or it cannot be read. */
  static load(path: string, now: number): SandboxState {
    const found = stateFile.safeParse(readJson(path));
    const state = new SandboxState(path, found.success ? found.data : emptyState(now));
    state.save();
    return state;
  }

  read(): Readonly<z.output<typeof stateFile>> {
    return this.data;
  }

  /** Adds the grant, or replaces the one with its refresh token. */
  keepGoogle(grant: GoogleGrant): void {
    this.forgetGoogle(grant.refreshToken);
    this.data.google.push(grant);
    this.save();
  }

  /** @param token Refresh or access token of the grant. */
  forgetGoogle(token: string): void {
    this.data.google = this.data.google.filter(
      ({ refreshToken, accessTokens }) => refreshToken !== token && !accessTokens.includes(token),
    );
    this.save();
  }

  keepSlack(grant: SlackGrant): void {
    this.data.slack.push(grant);
    this.save();
  }

  forgetSlack(token: string): void {
    this.data.slack = this.data.slack.filter((grant) => grant.token !== token);
    this.save();
  }

  keepGitHub(grant: GitHubGrant): void {
    this.data.github.push(grant);
    this.save();
  }

  forgetGitHub(login: string): void {
    this.data.github = this.data.github.filter((grant) => grant.login !== login);
    this.save();
  }

  private save(): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(`${this.path}.new`, JSON.stringify(this.data), { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}

function emptyState(now: number): z.output<typeof stateFile> {
  return { monday: mondayOf(now), google: [], slack: [], github: [] };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function mondayOf(now: number): string {
  const date = new Date(now);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
