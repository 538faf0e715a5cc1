import { useEffect, useState } from 'react';
import { useSpeech } from '../texts/texts.js';
import { relativeTime, staysTrueMs } from './relative-time.js';

/** A time in words that stay true while the page is open; the exact time is its tooltip. */
export function Moment({ at }: { at: string }) {
  // Another time is told from its own now, or what has just happened would lie ahead.
  return <TickingMoment key={at} at={at} />;
}

function TickingMoment({ at }: { at: string }) {
  const { language } = useSpeech();
  const [now, setNow] = useState(() => Date.now());
  const time = new Date(at);
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), staysTrueMs(Date.parse(at), now));
    return () => clearTimeout(timer);
  }, [at, now]);
  return (
    <time dateTime={at} title={time.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'medium' })}>
      {relativeTime(language, time.getTime(), now)}
    </time>
  );
}
