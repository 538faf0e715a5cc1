import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { timeWords } from '../parts/figures.js';
import { useSpeech, useTexts } from '../texts/texts.js';
import classes from './health-chart.module.css';
import type { StateSpan } from './state-spans.js';

export interface Stretch {
  /** Epoch milliseconds. */
  startsAt: number;
  calls: number;
  failures: number;
}

/** Charts are this wide in their own units, whatever the screen gives them. */
const WIDTH = 960;
const HEIGHT = 60;

/** How high a state stands: it is not told by its colour alone. */
const LEVELS = { UNKNOWN: 0.15, HEALTHY: 0.35, DEGRADED: 0.7, DOWN: 1 } as const;

interface Props {
  /** What it shows, in a sentence with its figures: what stands for it where it is not seen. */
  title: string;
  from: number;
  to: number;
}

/** Calls by stretches of time, those that failed from the bottom up. */
export function CallsChart({
  stretches,
  stretchMs,
  ...props
}: Props & { stretches: readonly Stretch[]; stretchMs: number }) {
  const most = Math.max(1, ...stretches.map(({ calls }) => calls));
  return (
    <Chart {...props}>
      {stretches.map(({ startsAt, calls, failures }) => {
        const place = placeOf(props, startsAt, startsAt + stretchMs);
        return (
          <g key={startsAt}>
            <Bar {...place} height={calls / most} className={classes.calls} />
            <Bar {...place} height={failures / most} className={classes.failures} />
          </g>
        );
      })}
    </Chart>
  );
}

/** Which share of the calls failed, by stretches of time; full height is all. */
export function ErrorRateChart({
  stretches,
  stretchMs,
  ...props
}: Props & { stretches: readonly Stretch[]; stretchMs: number }) {
  return (
    <Chart {...props}>
      {stretches.map(({ startsAt, calls, failures }) => (
        <Bar
          key={startsAt}
          {...placeOf(props, startsAt, startsAt + stretchMs)}
          height={failures / calls}
          className={classes.failures}
        />
      ))}
    </Chart>
  );
}

/** States of health one after the other: the higher, the worse. */
export function StatesChart({ spans, ...props }: Props & { spans: readonly StateSpan[] }) {
  const { healthStates } = useTexts();
  return (
    <Chart {...props}>
      {spans.map(({ state, from, to }) => (
        <Bar key={from} {...placeOf(props, from, to)} height={LEVELS[state]} className={classes[state]}>
          <title>{healthStates[state]}</title>
        </Bar>
      ))}
    </Chart>
  );
}

function Chart({ title, from, to, children }: Props & { children: ReactNode }) {
  return (
    <figure className={classes.figure}>
      <Text component="figcaption" size="sm">
        {title}
      </Text>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className={classes.chart} aria-hidden>
        {children}
      </svg>
      <Axis from={from} to={to} />
    </figure>
  );
}

function Axis({ from, to }: { from: number; to: number }) {
  const { language } = useSpeech();
  return (
    <Text component="div" size="xs" c="dimmed" className={classes.axis}>
      <span>{timeWords(language, new Date(from))}</span>
      <span>{timeWords(language, new Date(to))}</span>
    </Text>
  );
}

function placeOf({ from, to }: Props, begin: number, end: number): { x: number; width: number } {
  const at = (time: number): number => (Math.min(Math.max(time, from), to) - from) / (to - from);
  return { x: at(begin) * WIDTH, width: (at(end) - at(begin)) * WIDTH };
}

interface BarProps {
  x: number;
  width: number;
  /** From 0 to 1. */
  height: number;
  className: string | undefined;
  children?: ReactNode;
}

function Bar({ height, ...props }: BarProps) {
  return <rect {...props} y={(1 - height) * HEIGHT} height={height * HEIGHT} />;
}
