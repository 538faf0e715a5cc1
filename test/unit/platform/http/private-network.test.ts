import { expect, test } from 'vitest';
import { isPrivateHost } from '../../../../src/platform/http/private-network.js';

const hostOf = (address: string) => new URL(address).hostname;

test.each([
  'http://localhost',
  'http://LOCALHOST.',
  'http://hub.localhost',
  'http://printer.local',
  'http://metadata.google.internal',
  'http://intranet',
  'http://127.0.0.1',
  'http://127.1',
  'http://2130706433',
  'http://0x7f000001',
  'http://0.0.0.0',
  'http://10.1.2.3',
  'http://172.31.0.1',
  'http://192.168.0.1',
  'http://169.254.169.254',
  'http://100.64.0.1',
  'http://[::1]',
  'http://[::]',
  'http://[::ffff:127.0.0.1]',
  'http://[::ffff:10.0.0.1]',
  'http://[fd00::1]',
  'http://[fe80::1]',
])('%s is private', (address) => {
  expect(isPrivateHost(hostOf(address))).toBe(true);
});

test.each([
  'https://slack.com',
  'https://accounts.google.com.',
  'https://8.8.8.8',
  'https://172.32.0.1',
  'https://[2606:4700::1111]',
  'https://[::ffff:8.8.8.8]',
  'https://localhost.example.com',
])('%s is public', (address) => {
  expect(isPrivateHost(hostOf(address))).toBe(false);
});
