import { createContext, useContext } from 'react';
import type { Arrival } from '../arrival.js';

export const ArrivalContext = createContext<Arrival | null>(null);

/** Why the browser came to the page, where its address said so. */
export function useArrival(): Arrival | null {
  return useContext(ArrivalContext);
}
