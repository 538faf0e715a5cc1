import { Ctx, Query, Resolver } from 'type-graphql';
import type { Scope } from '../scope.js';
import type { Viewer } from './viewer.js';
import { ViewerType } from './viewer.type.js';

@Resolver()
export class ViewerResolver {
  @Query(() => ViewerType, { description: 'Who is asking.' })
  viewer(@Ctx('scope') scope: Scope): Viewer {
    return scope.viewer;
  }
}
