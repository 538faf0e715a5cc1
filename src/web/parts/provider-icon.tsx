import { Avatar } from '@mantine/core';

/** Stands for a provider; its name is always beside it. */
export function ProviderIcon({ name }: { id: string; name: string }) {
  return <Avatar name={name} color="gray" variant="outline" radius="sm" size="md" aria-hidden />;
}
