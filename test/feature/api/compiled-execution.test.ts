import { readFile } from 'node:fs/promises';
import { execute, parse } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { expect, test } from 'vitest';
import { createSchema } from '../../../src/schema.js';
import { ada, openApi } from '../../kit/api.js';
import { describeEachDatabase } from '../../kit/databases.js';
import { addApiCall, addHealth, addIntegration, addRecord, addSync, addSyncLog } from '../../kit/rows.js';
import { testProviders } from '../../kit/test-providers.js';

const schema = createSchema(testProviders);

describeEachDatabase((database) => {
  test('gives the same answers compiled as interpreted', async () => {
    await using api = await openApi(database);
    const { id } = await addIntegration(api.db);
    await addHealth(api.db, { integrationId: id });
    const log = await addSyncLog(api.db, await addSync(api.db, { integrationId: id }));
    await addApiCall(api.db, { integrationId: id, syncLogId: log.id });
    const record = await addRecord(api.db, { integrationId: id, sequence: 1 });
    const operations: [string, object][] = [
      ['dashboard', { first: 50 }],
      ['integration', { id }],
      ['sync-logs', { first: 5 }],
      ['records-feed', { integrationId: id, first: 5 }],
      ['api-calls', { integrationId: id, first: 5 }],
      ['node', { id: record.id }],
      ['nodes', { ids: [id, record.id, log.id, 'nonsense'] }],
      ['providers', { first: 5 }],
      ['viewer', {}],
    ];

    for (const [name, variables] of operations) {
      const document = parse(await readFile(`schema/operations/${name}.graphql`, 'utf8'));
      const compiled = compileQuery(schema, document);
      if (!isCompiledQuery(compiled)) throw new Error(`${name} does not compile`);
      const interpreted = await execute({
        schema,
        document,
        contextValue: api.newContext(ada),
        variableValues: { ...variables },
      });

      const answer = await compiled.query(undefined, api.newContext(ada), variables);

      expect({ name, answer: JSON.stringify(answer) }).toEqual({ name, answer: JSON.stringify(interpreted) });
      expect({ name, errors: answer.errors }).toEqual({ name, errors: undefined });
    }
  });
});
