import { useTexts } from '../texts/texts.js';
import { ActionButton } from './action-button.js';

/** Reads again what no stream brings. */
export function RefreshButton({ view, onRefresh }: { view: string; onRefresh: () => void }) {
  const { refresh, refreshOf } = useTexts();
  return <ActionButton size="xs" label={refresh} name={refreshOf(view)} onPress={async () => onRefresh()} />;
}
