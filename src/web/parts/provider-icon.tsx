import { Avatar } from '@mantine/core';
import github from './icons/github.svg';
import gmail from './icons/gmail.svg';
import googleCalendar from './icons/google-calendar.svg';
import stripe from './icons/stripe.svg';
import classes from './provider-icon.module.css';

/** Of Simple Icons (CC0), in one colour; other providers have the first letters of their name. */
const ICONS: Readonly<Record<string, string>> = { github, gmail, 'google-calendar': googleCalendar, stripe };

/** Stands for a provider; its name is always beside it. */
export function ProviderIcon({ id, name }: { id: string; name: string }) {
  const icon = ICONS[id];
  return icon === undefined ? (
    <Avatar name={name} color="gray" variant="outline" radius="sm" size="md" aria-hidden />
  ) : (
    <span className={classes.icon} style={{ maskImage: `url("${icon}")` }} aria-hidden />
  );
}
