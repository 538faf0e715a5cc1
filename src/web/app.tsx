import { Button, Stack, Text } from '@mantine/core';
import { Suspense, useEffect } from 'react';
import { Provider as ClientProvider } from 'urql';
import { Route, Switch } from 'wouter';
import type { Arrival } from './arrival.js';
import { ConsentProvider } from './connect/consent.js';
import { SayArrival } from './connect/say-arrival.js';
import { ArrivalContext } from './connect/use-arrival.js';
import { followHub } from './live/live-subscriptions.js';
import { useFailureWords } from './notices/use-act.js';
import { ViewBoundary } from './parts/view-boundary.js';
import { View } from './parts/view.js';
import { ROUTES } from './routes.js';
import type { SessionState, SessionStore } from './session/session-store.js';
import { SignInView } from './session/sign-in-view.js';
import { useSession, ViewerContext } from './session/use-session.js';
import { Shell } from './shell/shell.js';
import { SignedInHeader } from './shell/signed-in-header.js';
import { useTexts } from './texts/texts.js';

interface Props {
  session: SessionStore;
  arrival: Arrival | null;
}

/** The page, as it stands for whoever is there. */
export function App({ session, arrival }: Props) {
  const state = useSession(session);
  if (state.kind !== 'signed-in') {
    return (
      <Shell>
        <Outside state={state} onOpen={(key) => void session.open(key)} />
      </Shell>
    );
  }
  return (
    <ArrivalContext value={arrival}>
      <SignedIn session={session} state={state} />
    </ArrivalContext>
  );
}

type Inside = Extract<SessionState, { kind: 'signed-in' }>;

/** What is shown while nobody is signed in. */
function Outside({ state, onOpen }: { state: Exclude<SessionState, Inside>; onOpen: (key: string | null) => void }) {
  const { session } = useTexts();
  if (state.kind === 'signed-out') return <SignInView why={state.why} onSignIn={onOpen} />;
  if (state.kind === 'unreachable') return <Unreachable failure={state.failure} onTryAgain={() => onOpen(null)} />;
  return <p role="status">{session.checking}</p>;
}

function SignedIn({ session, state }: { session: SessionStore; state: Inside }) {
  const { client, streams, viewer } = state;
  useEffect(() => followHub(client), [client]);
  return (
    <ClientProvider value={client}>
      <ViewerContext value={viewer}>
        <ConsentProvider>
          <SayArrival />
          <Shell header={<SignedInHeader session={session} streams={streams} />}>
            <Views role={viewer.role} />
          </Shell>
        </ConsentProvider>
      </ViewerContext>
    </ClientProvider>
  );
}

function Views({ role }: { role: Inside['viewer']['role'] }) {
  const texts = useTexts();
  const shown = ROUTES.filter(({ roles }) => roles?.includes(role) ?? true);
  return (
    <ViewBoundary>
      <Suspense fallback={<p role="status">{texts.loading}</p>}>
        <Switch>
          {shown.map(({ path, view }) => (
            <Route key={path} path={path} component={view} />
          ))}
          <Route>
            <View title={texts.notFound}>{null}</View>
          </Route>
        </Switch>
      </Suspense>
    </ViewBoundary>
  );
}

function Unreachable({ failure, onTryAgain }: { failure: unknown; onTryAgain: () => void }) {
  const texts = useTexts();
  const words = useFailureWords();
  return (
    <View title={texts.product}>
      <Stack align="flex-start">
        <Text role="alert">{words(failure)}</Text>
        <Button onClick={onTryAgain}>{texts.tryAgain}</Button>
      </Stack>
    </View>
  );
}
