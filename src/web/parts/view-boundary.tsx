import { Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '../texts/texts.js';

/** Shows words where a view fails, never a blank page; another view is tried anew. */
export function ViewBoundary({ children }: { children: ReactNode }) {
  const [location] = useLocation();
  return (
    <Boundary location={location} fallback={<Failed />}>
      {children}
    </Boundary>
  );
}

function Failed() {
  const { pageFailed } = useTexts();
  return <Text role="alert">{pageFailed}</Text>;
}

interface BoundaryProps {
  location: string;
  fallback: ReactNode;
  children: ReactNode;
}

/** Where it last was, and whether it failed there. */
interface BoundaryState {
  location: string | null;
  hasFailed: boolean;
}

/** Keeps a view that has several addresses as it is from one to the other. */
class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { location: null, hasFailed: false };

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ location }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return location === state.location ? null : { location, hasFailed: false };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
