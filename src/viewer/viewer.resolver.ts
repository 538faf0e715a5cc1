import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import type { Scope } from '../scope.js';
import type { Viewer } from './viewer.js';
import { ViewerType } from './viewer.type.js';

@Resolver(() => ViewerType)
export class ViewerResolver {
  @Query(() => ViewerType, { description: 'Who is asking.' })
  viewer(@Ctx('scope') scope: Scope): Viewer {
    return scope.viewer;
  }

  @FieldResolver(() => Boolean, { description: 'Whether GraphiQL, and introspection with it, is at this address.' })
  hasExplorer(@Ctx('scope') scope: Scope): boolean {
    return scope.services.hasExplorer;
  }
}
