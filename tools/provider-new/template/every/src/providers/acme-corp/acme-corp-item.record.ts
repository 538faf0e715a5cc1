import { z } from 'zod';

/** @see https://developers.acme-corp.example/items */
export const acmeCorpItemRecord = z.looseObject({
  id: z.string().min(1),
  title: z.string().nullish(),
  updated_at: z.iso.datetime({ offset: true }),
});

export type AcmeCorpItemRecord = z.output<typeof acmeCorpItemRecord>;
