import { Button, Group, Stack } from '@mantine/core';
import { useState, type ReactNode, type SubmitEvent } from 'react';

interface Props {
  /** On the button that sends it. */
  submit: string;
  /** What a screen reader says: the label with what the button acts on. */
  name?: string;
  children: ReactNode;
  /** Resolves when it is done. Must not reject: it reports its own failures (see useAct). */
  onSubmit: (fields: FormData) => Promise<unknown>;
}

/** A form whose work takes time. Its button keeps the focus meanwhile, and takes no second press. */
export function ActForm({ submit, name, children, onSubmit }: Props) {
  const [busy, setBusy] = useState(false);

  async function send(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    await onSubmit(new FormData(event.currentTarget));
    setBusy(false);
  }

  return (
    <form onSubmit={(event) => void send(event)}>
      <Stack>
        {children}
        <Group>
          <Button type="submit" aria-label={name} aria-busy={busy} aria-disabled={busy}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
