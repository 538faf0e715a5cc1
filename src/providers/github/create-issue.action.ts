import { z } from 'zod';
import { defineAction } from '../provider.js';
import type { GitHubApi } from './github-api.js';

/** A name that stays in its place in a path. */
const name = z
  .string()
  .max(100)
  .regex(/^(?!\.{1,2}$)[\w.-]+$/, 'must be a name as it stands in the address of the repository');

const createIssueInput = z.object({
  owner: name.describe('Login of the person or organization that has the repository.'),
  repo: name.describe('Name of the repository, without its owner.'),
  title: z.string().trim().min(1).max(256).describe('One line.'),
  body: z.string().max(65_536).optional().describe('Markdown.'),
  labels: z
    .array(z.string().trim().min(1))
    .max(100)
    .optional()
    .describe('Names of labels. GitHub leaves them out where the account may not push to the repository.'),
  assignees: z
    .array(z.string().trim().min(1))
    .max(10)
    .optional()
    .describe(
      'Logins of those who are to do it. GitHub leaves them out where the account may not push to the repository.',
    ),
});

type CreateIssueInput = z.output<typeof createIssueInput>;

const createdIssue = z.object({ id: z.number().int(), number: z.number().int(), html_url: z.string() });

const createIssueOutput = z.object({
  id: z.string().describe("GitHub's id, as externalId of the record."),
  number: z.int32().describe('Within the repository, as in #12.'),
  url: z.url().describe('The issue on the web.'),
});

/**
 * GitHub knows no idempotency key: an issue whose answer was lost is not sent again.
 * @see https://docs.github.com/en/rest/issues/issues#create-an-issue
 */
export const createIssue = defineAction({
  name: 'createIssue',
  description: 'Opens an issue in a GitHub repository. Gives its id, its number and its address on the web.',
  input: createIssueInput,
  output: createIssueOutput,
  async run({
    api,
    input,
    signal,
  }: {
    api: GitHubApi;
    input: CreateIssueInput;
    signal: AbortSignal;
  }): Promise<z.output<typeof createIssueOutput>> {
    const client = await api();
    const { data } = await client.request('POST /repos/{owner}/{repo}/issues', { ...input, request: { signal } });
    const { id, number, html_url: url } = createdIssue.parse(data);
    return { id: String(id), number, url };
  },
});
