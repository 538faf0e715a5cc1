import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { formatTime } from './format-time.js';

/**
 * RFC 3339 in UTC outside, epoch milliseconds inside: rows need no mapping. What a provider's action gives may be
 * text. As input it arrives as a Date.
 */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  name: 'DateTime',
  description: 'RFC 3339, UTC.',
  serialize: (value) => formatTime(typeof value === 'string' ? Date.parse(value) : Number(value)),
});
