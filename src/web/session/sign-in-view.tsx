import { Button, Card, PasswordInput, Stack, Text } from '@mantine/core';
import { useId, useRef, type SubmitEvent } from 'react';
import { useFailureWords } from '../notices/use-act.js';
import { View } from '../parts/view.js';
import { useTexts } from '../texts/texts.js';
import type { SessionState } from './session-store.js';

interface Props {
  why: Extract<SessionState, { kind: 'signed-out' }>['why'];
  onSignIn: (key: string) => void;
}

/** Asks for a key or token where no sign-in link brought one. */
export function SignInView({ why, onSignIn }: Props) {
  const { session } = useTexts();
  const failureWords = useFailureWords();
  const hintId = useId();
  const input = useRef<HTMLInputElement>(null);
  const message = why === null ? null : why === 'ended' ? session.ended : failureWords(why);

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const key = input.current?.value.trim() ?? '';
    if (key === '') input.current?.focus();
    else onSignIn(key);
  }

  return (
    <View title={session.title}>
      <Card withBorder maw="34rem">
        <form onSubmit={submit}>
          <Stack>
            <Text id={hintId}>{session.hint}</Text>
            <PasswordInput
              ref={input}
              label={session.key}
              autoComplete="off"
              spellCheck={false}
              required
              withAsterisk={false}
              error={message !== null && <span role="alert">{message}</span>}
              aria-describedby={hintId}
            />
            <Button type="submit">{session.signIn}</Button>
          </Stack>
        </form>
      </Card>
    </View>
  );
}
