import type { Person } from '@fasttrack/client';
import { t } from '../texts.js';

const HUES = 360;

/** The first letters of a name, in a colour of their own. */
export function Avatar({ person, label }: { person: Pick<Person, 'id' | 'display_name'>; label?: string }) {
  const name = person.display_name || t.somebody;
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
  return (
    <span class="avatar" role="img" aria-label={label ?? name} title={label ?? name} style={hue(person.id)}>
      {initials}
    </span>
  );
}

function hue(id: number) {
  return { '--hue': String((id * 137) % HUES) };
}
