import { expect, test } from 'vitest';
import { withOutcome } from '../../../src/integrations/return-url.js';

test.each([
  ['https://app.test/', 'https://app.test/?status=connected&integrationId=int_1'],
  [
    'https://app.test/a?tab=x%2Fy&q=a+b%20c',
    'https://app.test/a?tab=x%2Fy&q=a+b%20c&status=connected&integrationId=int_1',
  ],
  ['https://app.test/a#part', 'https://app.test/a?status=connected&integrationId=int_1#part'],
  ['https://app.test/?status=error&error=old&n=1', 'https://app.test/?n=1&status=connected&integrationId=int_1'],
])('appends how it ended to %s', (address, expected) => {
  expect(withOutcome(address, { status: 'connected', integrationId: 'int_1' })).toBe(expected);
});
