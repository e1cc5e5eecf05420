import { signal } from '@preact/signals';
import { client } from '../session.js';

/** How many notifications are unread. */
export const unread = signal(0);
/** Counts up with each that comes, so that the page of the inbox loads again. */
export const news = signal(0);

/** Follows the inbox for as long as somebody is signed in. */
export function watchInbox(): () => void {
  const live = client.live();
  const stops = [
    live.on('notification', () => {
      news.value++;
      void count();
    }),
    live.on('ready', () => void count()),
    live.on('resync_required', () => void count()),
  ];
  void count();
  return () => stops.forEach((stop) => stop());
}

export async function count(): Promise<void> {
  const answer = await client.get('/notifications/unread-count').catch(() => undefined);
  if (answer) unread.value = answer.count;
}
