import { Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '../texts/texts.js';

/** Shows words where a view fails, never a blank page; another view is tried anew. */
export function ViewBoundary({ children }: { children: ReactNode }) {
  const [location] = useLocation();
  return (
    <Boundary key={location} fallback={<Failed />}>
      {children}
    </Boundary>
  );
}

function Failed() {
  const { pageFailed } = useTexts();
  return <Text role="alert">{pageFailed}</Text>;
}

class Boundary extends Component<{ fallback: ReactNode; children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
