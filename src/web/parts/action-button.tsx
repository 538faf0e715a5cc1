import { Button, type ButtonProps } from '@mantine/core';
import { useState, type RefObject } from 'react';

interface Props extends Pick<ButtonProps, 'variant' | 'color' | 'size'> {
  label: string;
  /** What a screen reader says: the label with what the button acts on. */
  name: string;
  buttonRef?: RefObject<HTMLButtonElement | null>;
  /** Resolves when it is done. Must not reject: it reports its own failures (see useAct). */
  onPress: () => Promise<unknown>;
}

/** A button whose work takes time. It keeps the focus while it works, and takes no second press. */
export function ActionButton({ label, name, buttonRef, onPress, size = 'sm', variant = 'default', color }: Props) {
  const [busy, setBusy] = useState(false);

  async function press(): Promise<void> {
    if (busy) return;
    setBusy(true);
    await onPress();
    setBusy(false);
  }

  return (
    <Button
      ref={buttonRef}
      size={size}
      variant={variant}
      color={color}
      aria-label={name}
      aria-busy={busy}
      aria-disabled={busy}
      onClick={() => void press()}
    >
      {label}
    </Button>
  );
}
