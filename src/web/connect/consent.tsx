import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { useClient, type Client } from 'urql';
import { PageStartOAuthDocument } from '../gql/graphql.js';
import { change } from '../graphql/change.js';
import { Failure } from '../graphql/failure.js';
import { useNotify } from '../notices/notices.js';
import { useAct } from '../notices/use-act.js';
import { useTexts } from '../texts/texts.js';
import { openConsentWindow, returnUrl, watchConsentWindow } from './consent-window.js';
import { onPopupReturn } from './popup-return.js';
import { useSayArrival } from './say-arrival.js';

/** What a person wants to connect; an integration that exists is connected again. */
export interface ConsentRequest {
  provider: { id: string; name: string };
  integrationId?: string;
}

interface UnderWay {
  request: ConsentRequest;
  popup: Window;
  expiresAtMs: number;
  /** `closed`: the window is gone or out of sight, which some providers' pages bring about too. */
  phase: 'waiting' | 'closed' | 'expired';
}

type AskConsent = (request: ConsentRequest) => Promise<void>;

const ConsentContext = createContext<AskConsent>(() => Promise.resolve());

/** Leads through a provider's consent page, in a window of its own; in this one where the browser allows no other. */
export function ConsentProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const act = useAct();
  const sayArrival = useSayArrival();
  const [underWay, setUnderWay] = useState<UnderWay | null>(null);
  // Known before anything is drawn: a provider that has asked before sends back at once.
  const isUnderWay = useRef(false);
  const close = useCallback(() => {
    isUnderWay.current = false;
    setUnderWay(null);
  }, []);

  const ask = useCallback<AskConsent>(
    async (request) => {
      // At once, while the press of the button counts: later the browser would block it.
      const popup = openConsentWindow();
      const isDone = await act(async () => {
        const { url, expiresAtMs } = await startOAuth(client, request, popup !== null);
        if (popup === null) location.assign(url);
        else {
          isUnderWay.current = true;
          popup.location.href = url;
          setUnderWay({ request, popup, expiresAtMs, phase: 'waiting' });
        }
        return null;
      });
      if (!isDone) popup?.close();
    },
    [client, act],
  );

  useEffect(
    () =>
      onPopupReturn((arrival) => {
        if (!isUnderWay.current) return false;
        close();
        void sayArrival(arrival);
        return true;
      }),
    [close, sayArrival],
  );

  useEffect(() => {
    if (underWay?.phase !== 'waiting') return undefined;
    return watchConsentWindow(underWay.popup, underWay.expiresAtMs, (phase) =>
      // It may have come back in the same moment.
      setUnderWay((now) => (now === underWay ? { ...now, phase } : now)),
    );
  }, [underWay]);

  return (
    <ConsentContext value={ask}>
      {children}
      {underWay !== null && <ConsentDialog underWay={underWay} onClose={close} onAgain={ask} />}
    </ConsentContext>
  );
}

export function useConsent(): AskConsent {
  return useContext(ConsentContext);
}

async function startOAuth(
  client: Client,
  { provider, integrationId }: ConsentRequest,
  isInPopup: boolean,
): Promise<{ url: string; expiresAtMs: number }> {
  const input = { providerId: provider.id, integrationId, returnUrl: returnUrl(isInPopup) };
  const payload = await change(client, PageStartOAuthDocument, { input }, (data) => data.startOAuth);
  if (payload.authorizationUrl === null) throw new Failure('empty');
  return { url: payload.authorizationUrl, expiresAtMs: Date.parse(payload.expiresAt ?? '') };
}

interface DialogProps {
  underWay: UnderWay;
  onClose: () => void;
  onAgain: AskConsent;
}

function ConsentDialog({ underWay: { request, popup, phase }, onClose, onAgain }: DialogProps) {
  const texts = useTexts();
  const notify = useNotify();
  const { connect: words } = texts;
  const { name } = request.provider;

  function stop(): void {
    popup.close();
    onClose();
    notify('done', words.consentStopped);
  }

  return (
    <Modal
      opened
      onClose={stop}
      title={words.consentTitle(name)}
      closeButtonProps={{ 'aria-label': texts.close }}
      centered
    >
      <Stack>
        <Text role="status">{words.consent[phase](name)}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={stop}>
            {texts.cancel}
          </Button>
          {phase === 'waiting' ? (
            <Button onClick={() => popup.focus()}>{words.consentShow}</Button>
          ) : (
            <Button onClick={() => void onAgain(request)}>{texts.tryAgain}</Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
