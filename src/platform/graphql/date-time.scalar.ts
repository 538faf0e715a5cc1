import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { formatTime } from './format-time.js';

/** RFC 3339 in UTC outside, epoch milliseconds inside: rows need no mapping. As input it arrives as a Date. */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  name: 'DateTime',
  description: 'RFC 3339, UTC.',
  serialize: (value) => formatTime(Number(value)),
});
