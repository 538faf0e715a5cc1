import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { PageInfo } from './page-info.type.js';

/**
 * Makes the `<name>Edge` and `<name>Connection` types of a node type; values are {@link Connection}s.
 * @param node thunk, as in `@Field`.
 */
export function connectionType(
  name: string,
  node: () => object,
  { cursorDescription = 'Pass as "after" for what follows this node.' } = {},
): ClassType<object> {
  @ObjectType(`${name}Edge`, { description: 'A node and its place in the list.', simpleResolvers: true })
  class EdgeType {
    @Field(() => String, { description: cursorDescription })
    cursor!: string;

    @Field(node)
    node!: unknown;
  }

  @ObjectType(`${name}Connection`, { description: `One page of a list of ${name}.`, simpleResolvers: true })
  class ConnectionType {
    @Field(() => [EdgeType])
    edges!: EdgeType[];

    @Field(() => [node()], { description: 'The nodes without their cursors.' })
    nodes!: unknown[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    // A resolver of its own: compiled execution waits for promises of resolvers only.
    @Field(() => Int, { simple: false, description: 'Nodes in the whole list; counted only where it is selected.' })
    totalCount!: number;
  }
  return ConnectionType;
}
