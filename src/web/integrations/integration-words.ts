/** "Google Calendar (ada@example.com)". */
export function integrationName(integration: { provider: { name: string }; accountLabel: string | null }): string {
  const { provider, accountLabel } = integration;
  return accountLabel === null ? provider.name : `${provider.name} (${accountLabel})`;
}
