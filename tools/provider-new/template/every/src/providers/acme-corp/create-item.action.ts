import { z } from 'zod';
import { defineAction } from '../provider.js';
import type { AcmeCorpApi } from './acme-corp-api.js';

const createItemInput = z.object({
  title: z.string().trim().min(1).max(200).describe('One line.'),
});

const createItemOutput = z.object({
  id: z.string().describe("Acme Corp's id, as externalId of the record."),
});

interface CreateItemRequest {
  api: AcmeCorpApi;
  input: z.output<typeof createItemInput>;
  idempotencyKey: string | null;
  signal: AbortSignal;
}

/** @see https://developers.acme-corp.example/items#create */
export const createItem = defineAction({
  name: 'createItem',
  description: 'Creates an item in Acme Corp. Gives its id.',
  input: createItemInput,
  output: createItemOutput,
  run: ({ api, input, idempotencyKey, signal }: CreateItemRequest): Promise<z.output<typeof createItemOutput>> =>
    api.post('items', createItemOutput, { body: input, idempotencyKey, signal }),
});
