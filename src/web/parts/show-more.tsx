import { useTexts } from '../texts/texts.js';
import { ActionButton } from './action-button.js';

interface Props {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  /** Asks for the page after that cursor; the cache puts the pages together (see hub-cache.ts). */
  onShow: (after: string) => void;
}

/** Reads the next page of a list, where there is one. */
export function ShowMore({ pageInfo: { hasNextPage, endCursor }, onShow }: Props) {
  const { showMore } = useTexts();
  if (!hasNextPage || endCursor === null) return null;
  return <ActionButton label={showMore} name={showMore} onPress={async () => onShow(endCursor)} />;
}
