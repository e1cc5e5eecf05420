import { signal } from '@preact/signals';

const base = new URL(document.baseURI).pathname;

/** The path below the board, such as `/projects/7`. */
export const path = signal(read());

addEventListener('popstate', () => (path.value = read()));

// A link of ours is followed here; with a key pressed, the browser opens it as it would any other.
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]');
  if (!link || link.target || link.download || link.origin !== location.origin) return;
  if (!link.pathname.startsWith(base)) return;
  event.preventDefault();
  go(`/${link.pathname.slice(base.length)}${link.search}`);
});

export function go(to: string, { replace = false } = {}): void {
  const address = href(to);
  if (address !== location.pathname + location.search)
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
  path.value = read();
}

/** The address of a path of ours, for links. */
export function href(to: string): string {
  return base + to.replace(/^\//, '');
}

/** The token of a link in a mail; it is taken from the address at once, so that nobody finds it there. */
export function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(null, '', location.pathname);
  return token;
}

/** The parts of a path, if it is one of this shape: `match('/projects/:id')`. */
export function match(shape: string, of = path.value): Record<string, string> | undefined {
  const [wanted, given] = [shape.split('/'), of.split('/')];
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':') && value) found[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return found;
}

function read(): string {
  return `/${location.pathname.slice(base.length)}`.replace(/(.)\/$/, '$1');
}
