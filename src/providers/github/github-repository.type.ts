import { GraphQLURL } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/date-time.scalar.js';
import { RecordType } from '../../records/record.type.js';
import type { GitHubRepositoryRecord } from './github-repository.record.js';
import { dateOf, memberOf, urlOf } from './github-values.js';

export const GitHubVisibility = { PUBLIC: 'PUBLIC', PRIVATE: 'PRIVATE', INTERNAL: 'INTERNAL' } as const;
export type GitHubVisibility = keyof typeof GitHubVisibility;

registerEnumType(GitHubVisibility, {
  name: 'GitHubVisibility',
  description: 'Who can see a GitHub repository.',
  valuesConfig: { INTERNAL: { description: "Everybody in the organization's enterprise." } },
});

export const GitHubPermission = {
  ADMIN: 'ADMIN',
  MAINTAIN: 'MAINTAIN',
  WRITE: 'WRITE',
  TRIAGE: 'TRIAGE',
  READ: 'READ',
} as const;
export type GitHubPermission = keyof typeof GitHubPermission;

registerEnumType(GitHubPermission, {
  name: 'GitHubPermission',
  description: 'What an account may do in a GitHub repository; each includes those after it.',
});

/** The highest first, by GitHub's names in the API. */
const PERMISSIONS = [
  ['admin', 'ADMIN'],
  ['maintain', 'MAINTAIN'],
  ['push', 'WRITE'],
  ['triage', 'TRIAGE'],
  ['pull', 'READ'],
] as const;

@ObjectType('GitHubRepository', {
  implements: RecordType,
  description: 'A repository that the account owns, collaborates on, or has through an organization.',
})
export class GitHubRepository extends RecordType<GitHubRepositoryRecord> {
  @Field(() => ID)
  get repositoryId(): string {
    return String(this.data.id);
  }

  @Field(() => String)
  get name(): string {
    return this.data.name;
  }

  @Field(() => String, { description: 'With its owner, e.g. octocat/hello-world.' })
  get fullName(): string {
    return this.data.full_name;
  }

  @Field(() => String, { description: 'Login of the person or organization.' })
  get ownerLogin(): string {
    return this.data.owner.login;
  }

  @Field(() => String, { nullable: true })
  get description(): string | null {
    return this.data.description || null;
  }

  @Field(() => GitHubVisibility, { nullable: true })
  get visibility(): GitHubVisibility | null {
    const { visibility, private: isPrivate } = this.data;
    if (visibility !== undefined || isPrivate === undefined) return memberOf(GitHubVisibility, visibility);
    return isPrivate ? 'PRIVATE' : 'PUBLIC';
  }

  @Field(() => GitHubPermission, { nullable: true, description: 'What the connected account may do in it.' })
  get permission(): GitHubPermission | null {
    return PERMISSIONS.find(([name]) => this.data.permissions?.[name] === true)?.[1] ?? null;
  }

  @Field(() => Boolean, { description: 'Whether it is read-only.' })
  get isArchived(): boolean {
    return this.data.archived ?? false;
  }

  @Field(() => Boolean)
  get isFork(): boolean {
    return this.data.fork ?? false;
  }

  @Field(() => Boolean, { description: 'Whether issues are switched on.' })
  get hasIssues(): boolean {
    return this.data.has_issues ?? false;
  }

  @Field(() => String, { nullable: true })
  get defaultBranch(): string | null {
    return this.data.default_branch ?? null;
  }

  @Field(() => String, { nullable: true, description: 'The programming language that most of it is in.' })
  get language(): string | null {
    return this.data.language ?? null;
  }

  @Field(() => [String])
  get topics(): string[] {
    return this.data.topics ?? [];
  }

  @Field(() => Int, { nullable: true })
  get starCount(): number | null {
    return this.data.stargazers_count ?? null;
  }

  @Field(() => Int, { nullable: true })
  get forkCount(): number | null {
    return this.data.forks_count ?? null;
  }

  @Field(() => Int, { nullable: true, description: 'As GitHub counts: open pull requests are among them.' })
  get openIssueCount(): number | null {
    return this.data.open_issues_count ?? null;
  }

  @Field(() => GraphQLURL, { nullable: true, description: 'The repository on the web.' })
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

  @Field(() => DateTime, {
    nullable: true,
    description: 'When somebody last pushed to any branch; null where nobody did.',
  })
  get pushedAt(): Date | null {
    return dateOf(this.data.pushed_at);
  }
}
