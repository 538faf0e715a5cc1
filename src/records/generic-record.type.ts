import { ObjectType } from 'type-graphql';
import { RecordType } from './record.type.js';

/**
 * A record of a model without fields of its own: of a provider that an operator declared, or one that no provider
 * of this release has. The latter is listed rather than left out: it is still the owner's, and it must not break the
 * page that it stands on.
 */
@ObjectType('GenericRecord', {
  implements: RecordType,
  description: 'A record of a model without a type of its own; all that it has is in data.',
})
export class GenericRecord extends RecordType {}
