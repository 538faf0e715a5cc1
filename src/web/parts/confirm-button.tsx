import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTexts } from '../texts/texts.js';

interface Props {
  label: string;
  /** What a screen reader says: the label with what the button acts on. */
  name: string;
  title: string;
  /** On the button that does it. */
  confirm: string;
  /** On the button that does not. */
  keep?: string;
  /** What will happen, and what is kept. */
  children: ReactNode;
  onOpen?: () => void;
  /** Tells whether it was done; the question stays open where it was not. */
  onConfirm: () => Promise<boolean>;
}

/** Asks once more before it does what cannot be undone. */
export function ConfirmButton({ label, name, title, confirm, keep, children, onOpen, onConfirm }: Props) {
  const texts = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const close = (): void => setIsOpen(false);

  function ask(): void {
    onOpen?.();
    setIsOpen(true);
  }

  async function act(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const isDone = await onConfirm();
    setBusy(false);
    if (isDone) close();
  }

  return (
    <>
      <Button size="sm" variant="subtle" color="red" aria-label={name} onClick={ask}>
        {label}
      </Button>
      <Modal opened={isOpen} onClose={close} title={title} closeButtonProps={{ 'aria-label': texts.close }} centered>
        <Stack>
          {children}
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={close}>
              {keep ?? texts.cancel}
            </Button>
            <Button color="red" aria-busy={busy} aria-disabled={busy} onClick={() => void act()}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
