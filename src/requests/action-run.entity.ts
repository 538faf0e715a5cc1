import { defineEntity, p } from '@mikro-orm/core';
import type { JsonText } from '../platform/database/json-text.js';
import type { Problem } from '../platform/errors/problem.js';
import { IntegrationEntity } from '../integrations/integration.entity.js';

/** One action run under an idempotency key: two runs with the same key have one effect and one answer. */
export const ActionRunEntity = defineEntity({
  name: 'ActionRun',
  tableName: 'action_run',
  properties: {
    id: p.text().primary(),
    integrationId: () =>
      p
        .manyToOne(IntegrationEntity)
        .mapToPk()
        .joinColumn('integration_id')
        .deleteRule('cascade')
        .updateRule('no action')
        .index(false),
    action: p.text(),
    idempotencyKey: p.text(),
    /** Canonical hash of the input: the same key with another input is a conflict. */
    inputHash: p.text(),
    output: p.text().$type<JsonText<unknown>>().nullable(),
    problem: p.text().$type<JsonText<Problem>>().nullable(),
    startedAt: p.bigint('number'),
    /** Null while it runs, and for ever where the process died before the answer. */
    finishedAt: p.bigint('number').nullable(),
  },
  uniques: [{ name: 'action_run_key_unique', properties: ['integrationId', 'action', 'idempotencyKey'] }],
  indexes: [{ name: 'action_run_started_index', properties: ['startedAt'] }],
});
