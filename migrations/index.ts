import type { MigrationObject } from '@mikro-orm/core';
import { Migration20261124000000 } from './Migration20261124000000.js';
import { Migration20261124190000 } from './Migration20261124190000.js';
import { Migration20261126120000 } from './Migration20261126120000.js';
import { Migration20261126130000 } from './Migration20261126130000.js';
import { Migration20261126140000 } from './Migration20261126140000.js';
import { Migration20261126150000 } from './Migration20261126150000.js';
import { Migration20261126160000 } from './Migration20261126160000.js';
import { Migration20261126161000 } from './Migration20261126161000.js';
import { Migration20261126170000 } from './Migration20261126170000.js';
import { Migration20261126180000 } from './Migration20261126180000.js';
import { Migration20261126190000 } from './Migration20261126190000.js';
import { Migration20261126191000 } from './Migration20261126191000.js';
import { Migration20261126192000 } from './Migration20261126192000.js';

/** In the order in which they are applied. */
export const migrations: MigrationObject[] = [
  { name: 'Migration20261124000000', class: Migration20261124000000 },
  { name: 'Migration20261124190000', class: Migration20261124190000 },
  { name: 'Migration20261126120000', class: Migration20261126120000 },
  { name: 'Migration20261126130000', class: Migration20261126130000 },
  { name: 'Migration20261126140000', class: Migration20261126140000 },
  { name: 'Migration20261126150000', class: Migration20261126150000 },
  { name: 'Migration20261126160000', class: Migration20261126160000 },
  { name: 'Migration20261126161000', class: Migration20261126161000 },
  { name: 'Migration20261126170000', class: Migration20261126170000 },
  { name: 'Migration20261126180000', class: Migration20261126180000 },
  { name: 'Migration20261126190000', class: Migration20261126190000 },
  { name: 'Migration20261126191000', class: Migration20261126191000 },
  { name: 'Migration20261126192000', class: Migration20261126192000 },
];
