import type { z } from 'zod';
import type { RecordType } from '../../records/record.type.js';
import { defineModel, type ModelDefinition, type ReadingDefinition } from '../provider.js';
import { changedPages } from './changed-pages.js';
import { listedPages, stripeCheckpoint, stripeCursor, type StripeRequest } from './listed-pages.js';
import type { StripeApi } from './stripe-api.js';
import type { StripeObjectRecord } from './stripe-object.record.js';
import type { StripeResource } from './stripe-resource.js';

/**
 * The model of one kind of Stripe's objects. It has no `versionOf`: but for products, an object does not say when
 * it was changed last.
 */
export function stripeModel<Data extends StripeObjectRecord>(
  resource: StripeResource,
  shape: {
    record: z.ZodType<Data>;
    type: new (row: never, data?: never) => RecordType<Data>;
    reading: ReadingDefinition;
  },
): ModelDefinition<StripeApi> {
  return defineModel({
    ...shape,
    name: resource.model,
    cursor: stripeCursor,
    checkpoint: stripeCheckpoint,
    idOf: ({ id }) => id,
    supportsIncremental: true,
    supportsRealtime: true,
    schedule: { full: '1 week', incremental: '15 minutes' },
    pages: (request: StripeRequest) =>
      request.kind === 'FULL' ? listedPages(resource, request) : changedPages(resource, request),
  });
}
