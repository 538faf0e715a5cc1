import { githubScheme } from '../../platform/signatures/github-scheme.js';
import type { WebhookDefinition } from '../provider.js';
import type { GitHubApi } from './github-api.js';
import { githubChanges } from './github-changes.js';
import { readGitHubEvent } from './github-event.js';
import { githubHooks } from './github-hooks.js';
import { githubSamples } from './github-samples.js';

/** @see https://docs.github.com/en/webhooks */
export const githubWebhook: WebhookDefinition<GitHubApi> = {
  scheme: githubScheme,
  // A push names up to 2,048 commits. GitHub sends up to 25 MB; what a larger one tells, the next run finds out.
  maxBodyBytes: 5 * 1024 * 1024,
  read: readGitHubEvent,
  changes: githubChanges,
  subscriptions: githubHooks,
  samples: githubSamples,
};
