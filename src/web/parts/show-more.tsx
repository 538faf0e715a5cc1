import { useEffect, useRef } from 'react';
import { useTexts } from '../texts/texts.js';
import { ActionButton } from './action-button.js';

interface Props {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  /** Shows the page after that cursor, too. */
  onShow: (after: string) => void;
  /** Shows more by itself when somebody has scrolled near it. */
  whenNear?: boolean;
}

/** Before it is on the screen, so that nobody waits at the end of what is there. */
const NEAR = '0px 0px 1200px';

/** Reads the next page of a list, where there is one. */
export function ShowMore({ pageInfo: { hasNextPage, endCursor }, onShow, whenNear = false }: Props) {
  const { showMore } = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  const next = hasNextPage ? endCursor : null;

  useEffect(() => {
    if (button.current === null || next === null || !whenNear) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onShow(next), { rootMargin: NEAR });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [next, onShow, whenNear]);

  if (next === null) return null;
  return <ActionButton buttonRef={button} label={showMore} name={showMore} onPress={async () => onShow(next)} />;
}
