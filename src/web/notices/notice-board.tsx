import { Alert } from '@mantine/core';
import { useTexts } from '../texts/texts.js';
import type { Notice } from './notices.js';
import classes from './notice-board.module.css';

/**
 * Shows the latest notice and has it read out. Both live regions are always in the document:
 * a screen reader announces only what changes inside one that it knows.
 */
export function NoticeBoard({ notice, onDismiss }: { notice: Notice | null; onDismiss: () => void }) {
  const { dismiss } = useTexts();
  const shown = (kind: Notice['kind']) =>
    notice?.kind === kind && (
      <Alert
        key={notice.id}
        role="presentation"
        variant="default"
        className={classes[kind]}
        withCloseButton
        closeButtonLabel={dismiss}
        onClose={onDismiss}
      >
        {notice.text}
      </Alert>
    );
  return (
    <div className={classes.board}>
      <div role="status">{shown('done')}</div>
      <div role="alert">{shown('failed')}</div>
    </div>
  );
}
