import { Group } from '@mantine/core';
import { PageHealthFragmentDoc, type PageIntegrationCardFragment } from '../gql/graphql.js';
import { readFragment } from '../gql/fragment-masking.js';
import { HealthBadge } from '../parts/health-badge.js';
import { Moment } from '../parts/moment.js';
import { useTexts } from '../texts/texts.js';
import classes from './integrations.module.css';

/** When it was synced, when it will be, and how its calls go. */
export function Facts({ integration }: { integration: PageIntegrationCardFragment }) {
  const texts = useTexts();
  const { lastSyncAt, nextSyncAt } = integration.connectionStatus;
  const health = readFragment(PageHealthFragmentDoc, integration.health);
  return (
    <Group gap="md" component="dl" className={classes.facts}>
      <div>
        <dt>{texts.integrations.lastSynced}</dt>
        <dd>{lastSyncAt === null ? texts.integrations.lastSyncedNever : <Moment at={lastSyncAt} />}</dd>
      </div>
      <div>
        <dt>{texts.integrations.nextSync}</dt>
        <dd>{nextSyncAt === null ? texts.integrations.nonePlanned : <Moment at={nextSyncAt} />}</dd>
      </div>
      <div>
        <dt>{texts.integrations.health}</dt>
        <dd>
          <HealthBadge state={health.state} />
        </dd>
      </div>
    </Group>
  );
}
