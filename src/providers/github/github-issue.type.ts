import { GraphQLURL } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { RecordType } from '../../records/record.type.js';
import type { GitHubIssueRecord } from './github-issue.record.js';
import { dateOf, memberOf, urlOf } from './github-values.js';

export const GitHubIssueState = { OPEN: 'OPEN', CLOSED: 'CLOSED' } as const;
export type GitHubIssueState = keyof typeof GitHubIssueState;

registerEnumType(GitHubIssueState, { name: 'GitHubIssueState', description: 'Whether an issue is still to be done.' });

export const GitHubIssueStateReason = {
  COMPLETED: 'COMPLETED',
  NOT_PLANNED: 'NOT_PLANNED',
  DUPLICATE: 'DUPLICATE',
  REOPENED: 'REOPENED',
} as const;
export type GitHubIssueStateReason = keyof typeof GitHubIssueStateReason;

registerEnumType(GitHubIssueStateReason, {
  name: 'GitHubIssueStateReason',
  description: 'Why an issue was closed, or that it was opened again.',
});

@ObjectType('GitHubLabel', { description: 'A label of a GitHub issue.' })
export class GitHubLabel {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Six hexadecimal digits, e.g. d73a4a.' })
  color!: string | null;
}

@ObjectType('GitHubIssue', {
  implements: RecordType,
  description:
    'An issue of a GitHub repository. Pull requests are left out, though GitHub numbers them with the issues.',
})
export class GitHubIssue extends RecordType<GitHubIssueRecord> {
  @Field(() => ID)
  get issueId(): string {
    return String(this.data.id);
  }

  @Field(() => Int, { description: 'Unique within its repository.' })
  get number(): number {
    return this.data.number;
  }

  @Field(() => String, { nullable: true, description: 'With its owner, e.g. octocat/hello-world.' })
  get repositoryFullName(): string | null {
    return /\/repos\/([^/]+\/[^/]+)$/.exec(this.data.repository_url)?.[1] ?? null;
  }

  @Field(() => String)
  get title(): string {
    return this.data.title;
  }

  @Field(() => String, { nullable: true, description: 'Markdown.' })
  get body(): string | null {
    return this.data.body || null;
  }

  @Field(() => GitHubIssueState, { nullable: true })
  get state(): GitHubIssueState | null {
    return memberOf(GitHubIssueState, this.data.state);
  }

  @Field(() => GitHubIssueStateReason, { nullable: true })
  get stateReason(): GitHubIssueStateReason | null {
    return memberOf(GitHubIssueStateReason, this.data.state_reason);
  }

  @Field(() => String, { nullable: true, description: 'Login of whoever opened it; null where the account is gone.' })
  get authorLogin(): string | null {
    return this.data.user?.login ?? null;
  }

  @Field(() => [String], { description: 'Logins of those who are to do it.' })
  get assigneeLogins(): string[] {
    return (this.data.assignees ?? []).map(({ login }) => login);
  }

  @Field(() => [GitHubLabel])
  get labels(): GitHubLabel[] {
    return (this.data.labels ?? []).flatMap((label) => {
      const { name, color = null } = typeof label === 'string' ? { name: label } : label;
      return name ? [{ name, color }] : [];
    });
  }

  @Field(() => String, { nullable: true, description: 'Title of the milestone.' })
  get milestone(): string | null {
    return this.data.milestone?.title ?? null;
  }

  @Field(() => Int)
  get commentCount(): number {
    return this.data.comments ?? 0;
  }

  @Field(() => Boolean, { description: 'Whether only collaborators may comment.' })
  get isLocked(): boolean {
    return this.data.locked ?? false;
  }

  @Field(() => GraphQLURL, { nullable: true, description: 'The issue on the web.' })
  get htmlUrl(): string | null {
    return urlOf(this.data.html_url);
  }

  @Field(() => DateTime, { nullable: true })
  get createdAt(): Date | null {
    return dateOf(this.data.created_at);
  }

  @Field(() => DateTime, { nullable: true, description: 'When GitHub last changed it.' })
  get updatedAt(): Date | null {
    return dateOf(this.data.updated_at);
  }

  @Field(() => DateTime, { nullable: true })
  get closedAt(): Date | null {
    return dateOf(this.data.closed_at);
  }
}
