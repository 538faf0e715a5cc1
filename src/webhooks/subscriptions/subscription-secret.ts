/** Where the secret of a subscription is sealed. */
export function subscriptionSecretPlace(id: string): string {
  return `webhook_subscription.sealed_secret:${id}`;
}
