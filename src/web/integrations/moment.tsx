import { useEffect, useState } from 'react';
import { relativeTime } from './relative-time.js';

const REFRESH_MS = 15_000;

/** A time in words that stay true while the page is open; the exact time is its tooltip. */
export function Moment({ at }: { at: string }) {
  // Another time is told from its own now, or what has just happened would lie ahead.
  return <TickingMoment key={at} at={at} />;
}

function TickingMoment({ at }: { at: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const time = new Date(at);
  return (
    <time dateTime={at} title={time.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })}>
      {relativeTime(time.getTime(), now)}
    </time>
  );
}
