import type { Notice } from './notice.js';

/**
 * Shows the latest notice and has it read out. Both live regions are always in the document:
 * a screen reader announces only what changes inside one that it knows.
 */
export function NoticeBoard({ notice, onDismiss }: { notice: Notice | null; onDismiss: () => void }) {
  const shown = (kind: Notice['kind']) =>
    notice?.kind === kind && (
      <div key={notice.id} className={`notice ${kind}`}>
        <p>{notice.text}</p>
        <button type="button" className="quiet" onClick={onDismiss}>
          Dismiss
        </button>
      </div>
    );
  return (
    <div className="notices">
      <div role="status">{shown('done')}</div>
      <div role="alert">{shown('failed')}</div>
    </div>
  );
}
