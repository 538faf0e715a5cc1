import { z } from 'zod';
import { GenericRecord } from '../../records/generic-record.type.js';
import type { DeclaredModel } from '../provider.js';
import { defineModel, type ModelDefinition } from '../provider.js';
import { idIn, jsonAt } from './json-at.js';
import { listCheckpoint, listPages } from './list-pages.js';

/** A list of a JSON API as a model. */
export function declaredModel(provider: string, model: DeclaredModel): ModelDefinition {
  const hasId = (item: unknown) => idIn(jsonAt(item, model.id)) !== null;
  const { changedSince, updatedAt } = model;
  return defineModel({
    name: model.name,
    record: z.looseObject({}).refine(hasId, { path: model.id.split('.'), message: 'no id is there' }),
    cursor: z.null(),
    checkpoint: listCheckpoint,
    type: GenericRecord,
    idOf: (item) => idIn(jsonAt(item, model.id)) ?? '',
    ...(updatedAt !== undefined && { versionOf: (item) => timeIn(jsonAt(item, updatedAt)) }),
    supportsIncremental: changedSince !== undefined,
    supportsRealtime: false,
    schedule: {
      full: model.fullSchedule,
      incremental: changedSince === undefined ? null : model.incrementalSchedule,
    },
    pages: (request: Parameters<typeof listPages>[2]) => listPages(provider, model, request),
  });
}

/** Unix times below are of seconds: as milliseconds they were of 1973. */
const LEAST_MILLISECONDS = 100_000_000_000;

/** Epoch milliseconds; null where the value is no time. */
function timeIn(value: unknown): number | null {
  if (typeof value === 'string') {
    const time = Date.parse(value);
    return Number.isNaN(time) ? null : time;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  return Math.floor(value < LEAST_MILLISECONDS ? value * 1_000 : value);
}
