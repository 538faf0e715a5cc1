import { Alert, Stack } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { CopyField } from '../parts/copy-field.js';
import { useTexts } from '../texts/texts.js';

/** A secret that is shown this once. Takes the focus: who made it must not miss it. */
export function SecretNote({ secret }: { secret: string }) {
  const words = useTexts().operator.endpoints;
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.focus(), []);
  return (
    <Alert variant="default" title={words.secretTitle} ref={note} tabIndex={-1}>
      <Stack gap="xs">
        {words.secretOnce}
        <CopyField label={words.secret} value={secret} />
      </Stack>
    </Alert>
  );
}
