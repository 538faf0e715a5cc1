import { ObjectType } from 'type-graphql';
import { RecordType } from './record.type.js';

/**
 * A record whose model no provider of this release declares. It is listed rather than left out: it is
 * still the owner's, and it must not break the page that it stands on.
 */
@ObjectType('UntypedRecord', {
  implements: RecordType,
  description: 'A record of a model that this hub no longer knows; all that it has is in data.',
})
export class UntypedRecord extends RecordType {}
