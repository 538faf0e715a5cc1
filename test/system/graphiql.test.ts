import { expect, it } from 'vitest';
import { describeInBrowser, TestChromium } from '../kit/browser.js';
import { HubProcess } from '../kit/hub-process.js';

describeInBrowser('GraphiQL', () => {
  it('runs its examples with the session of the page', async () => {
    await using hub = await HubProcess.start();
    await using browser = await TestChromium.start();
    const page = await browser.newPage();
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text());
    });
    await page.goto(`${hub.url}/healthz`);
    await page.evaluate(
      (authorization) => fetch('/session', { method: 'POST', headers: { authorization } }),
      `Bearer ${hub.operatorKey}`,
    );

    await page.goto(`${hub.url}/graphql`);
    await page.getByRole('tab').first().waitFor();
    const tabs = await page.locator('.graphiql-tab-button').allTextContents();
    await page.getByRole('button', { name: /execute query/i }).click();
    await page.locator('.result-window').getByText('"role": "OPERATOR"').waitFor();
    await page.locator('.graphiql-tab-button', { hasText: 'HealthChanged' }).click();
    const streaming = page.waitForResponse((response) => response.headers()['content-type'] === 'text/event-stream');
    await page.getByRole('button', { name: /execute query/i }).click();
    const stream = await streaming;

    expect(tabs.slice(0, 4)).toEqual(['Viewer', 'Providers', 'StartOAuth', 'Dashboard']);
    expect(stream.status()).toBe(200);
    expect(refused).toEqual([]);
  });
});
