import { silentIntegrations } from '../webhooks/subscriptions/find-silent.js';
import { asSubjects, integrations, type StateAlertRule } from './state-alert-rules.js';

/**
 * The rule for accounts whose provider delivers nothing although polling finds changes.
 * @param models those of which subscriptions tell; at least one.
 */
export function silentWebhookRule(models: readonly string[]): StateAlertRule {
  return {
    rule: 'WEBHOOK_SILENT',
    about: 'integration',
    holding: (db) =>
      asSubjects(
        integrations(db)
          .where('integration.state', '=', 'CONNECTED')
          .where('integration.id', 'in', silentIntegrations(db, models)),
      ),
    words: ({ provider, account }) => ({
      title: `${provider}: no webhooks for ${account}`,
      message: `Polling finds changes of ${account} that ${provider} told nothing of. Until it does, changes arrive with the schedule and not at once. The hub subscribes anew within half an hour; where that changes nothing, look at whether ${provider} can reach HUB_PUBLIC_URL. The alert ends with the next delivery, or the next subscription.`,
    }),
  };
}
