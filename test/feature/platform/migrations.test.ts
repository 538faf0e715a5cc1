import { expect, test } from 'vitest';
import { HubMigration } from '../../../migrations/hub-migration.js';
import { migrations } from '../../../migrations/index.js';
import { openDatabase } from '../../../src/platform/database/open-database.js';
import { entities } from '../../../src/tables.js';
import { describeEachDatabase } from '../../kit/databases.js';

describeEachDatabase((database) => {
  test('leaves no difference between the migrated schema and the entities', async () => {
    await using place = await database.createEmpty();
    const opened = await openDatabase({ url: place.url, entities, migrations });

    const applied = await opened.migrate();
    const difference = await opened.orm.schema.getUpdateSchemaSQL();
    await opened.close();

    expect(applied).toEqual(migrations.map((migration) => migration.name));
    expect(difference.trim()).toBe('');
  });

  test('lets processes that start together take turns', async () => {
    await using place = await database.createEmpty();
    const processes = await Promise.all([1, 2, 3].map(() => openDatabase({ url: place.url, entities, migrations })));

    const applied = await Promise.all(processes.map((one) => one.migrate()));
    await Promise.all(processes.map((one) => one.close()));

    expect(applied.flat()).toEqual(migrations.map((migration) => migration.name));
  });

  test('leaves nothing of migrations of which one fails, and no lock either', async () => {
    await using place = await database.createEmpty();
    const broken = await openDatabase({
      url: place.url,
      entities,
      migrations: [...migrations, { name: 'Migration99999999999999', class: Failing }],
    });
    const mended = await openDatabase({ url: place.url, entities, migrations });

    await expect(broken.migrate()).rejects.toThrow(/no_such_table/);
    const applied = await mended.migrate();
    await Promise.all([broken.close(), mended.close()]);

    expect(applied).toEqual(migrations.map((migration) => migration.name));
  });
});

class Failing extends HubMigration {
  override up(): void {
    this.addSql('create table half_way (id text)');
    this.addSql('insert into no_such_table values (1)');
  }
}
