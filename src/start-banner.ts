import type { CompleteConfig } from './secrets.js';

/**
 * What a person at a terminal wants to know of a hub that has just started. A key that the hub made is in
 * the link's fragment, which browsers do not send to servers; one that was given is printed nowhere.
 */
export function describeStart(config: CompleteConfig, hints: readonly string[] = []): string {
  const { publicUrl, operatorKey, isOperatorKeyOurs } = config;
  const signIn = isOperatorKeyOurs
    ? `${publicUrl}/#key=${encodeURIComponent(operatorKey)}`
    : `${publicUrl}/ with your HUB_OPERATOR_KEY`;
  const lines = [
    `The integration hub is running at ${publicUrl}`,
    '',
    `  Sign in    ${signIn}`,
    `  GraphiQL   ${publicUrl}/graphql`,
    ...(hints.length > 0 ? ['', ...hints.map((hint) => `  ${hint}`)] : []),
  ];
  return `\n${lines.join('\n')}\n\n`;
}
