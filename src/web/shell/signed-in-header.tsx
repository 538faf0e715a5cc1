import { Group, Text } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { ActionButton } from '../parts/action-button.js';
import { useAct } from '../notices/use-act.js';
import { ROUTES } from '../routes.js';
import type { HubStreams } from '../live/hub-streams.js';
import type { SessionStore, SignedInViewer } from '../session/session-store.js';
import { useViewer } from '../session/use-session.js';
import type { Texts } from '../texts/en.js';
import { useTexts } from '../texts/texts.js';
import { LiveIndicator } from './live-indicator.js';
import classes from './shell.module.css';

/** Where one can go, whether the page is live, and who is signed in. */
export function SignedInHeader({ session, streams }: { session: SessionStore; streams: HubStreams }) {
  const texts = useTexts();
  const viewer = useViewer();
  const act = useAct();
  const signOut = (): Promise<boolean> => act(async () => session.signOut().then(() => texts.session.signedOut));
  return (
    <>
      <Navigation />
      <LiveIndicator streams={streams} />
      <Text size="sm" c="dimmed">
        {whoIs(viewer, texts.header)}
      </Text>
      <ActionButton size="xs" label={texts.session.signOut} name={texts.session.signOut} onPress={signOut} />
    </>
  );
}

function Navigation() {
  const { navigation } = useTexts();
  const { role } = useViewer();
  const [location] = useLocation();
  const shown = ROUTES.filter(({ inNavigation, roles }) => inNavigation !== null && (roles?.includes(role) ?? true));
  return (
    <nav aria-label={navigation.label} className={classes.navigation}>
      <Group gap="xs">
        {shown.map(({ path, inNavigation }) => (
          <Link
            key={path}
            href={path}
            className={classes.link}
            aria-current={isUnder(location, path) ? 'page' : undefined}
          >
            {inNavigation !== null && navigation[inNavigation]}
          </Link>
        ))}
      </Group>
    </nav>
  );
}

function isUnder(location: string, path: string): boolean {
  return location === path || (path !== '/' && location.startsWith(`${path}/`));
}

function whoIs({ role, userId, tenantId }: SignedInViewer, words: Texts['header']): string {
  if (role === 'OPERATOR') return words.operator;
  const name = userId ?? words.unknownUser;
  return role === 'ADMIN' ? words.administrator(name, tenantId ?? '') : name;
}
