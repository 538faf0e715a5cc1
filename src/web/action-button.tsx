import { useState, type RefObject } from 'react';

interface Props {
  label: string;
  busyLabel: string;
  /** What the button acts on, for people who cannot see where it stands. */
  about: string;
  kind?: 'primary' | 'plain' | 'danger';
  buttonRef?: RefObject<HTMLButtonElement | null>;
  /** Resolves when it is done. Must not reject: it reports its own failures. */
  onPress: () => Promise<void>;
}

/** A button whose work takes time. It keeps the focus while it works, and takes no second press. */
export function ActionButton({ label, busyLabel, about, kind = 'plain', buttonRef, onPress }: Props) {
  const [busy, setBusy] = useState(false);

  async function press(): Promise<void> {
    if (busy) return;
    setBusy(true);
    await onPress();
    setBusy(false);
  }

  return (
    <button ref={buttonRef} type="button" className={kind} aria-disabled={busy} onClick={() => void press()}>
      {busy ? busyLabel : label}
      <span className="unseen"> {about}</span>
    </button>
  );
}
