import type { SearchHit } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { More } from '../parts/loading/more.js';
import { usePages } from '../parts/loading/use-pages.js';
import { go, href } from '../router.js';
import { client } from '../session.js';
import { t, words } from '../texts.js';

type Type = SearchHit['type'];

const TYPES: readonly Type[] = ['task', 'comment', 'article', 'project'];
/** So long nothing more is typed before it is searched for. */
const PAUSE_MS = 150;
const LONGEST = 200;
const NOTHING = { items: [], next_cursor: null };

/** One box for everything that one may read: what is asked for stands in the address. */
export function SearchPage() {
  const text = useSignal(new URLSearchParams(location.search).get('query') ?? '');
  const type = useSignal<Type | ''>('');
  const box = useRef<HTMLInputElement>(null);
  const wait = useRef<ReturnType<typeof setTimeout>>(undefined);
  const query = text.value.trim();
  const found = usePages(
    (cursor, signal) =>
      query
        ? client.get('/search', { query: { query, ...(type.value && { type: [type.value] }), ...cursor }, signal })
        : Promise.resolve(NOTHING),
    [query, type.value],
  );
  useEffect(() => box.current?.focus(), []);
  useEffect(() => void (document.title = `${t.search.title} · ${t.product}`), []);
  useEffect(() => go(query ? `/search?query=${encodeURIComponent(query)}` : '/search', { replace: true }), [query]);
  const typed = (event: { currentTarget: HTMLInputElement }) => {
    const { value } = event.currentTarget;
    clearTimeout(wait.current);
    wait.current = setTimeout(() => (text.value = value), PAUSE_MS);
  };
  return (
    <section class="page">
      <h1>{t.search.title}</h1>
      <form class="search-box" role="search" onSubmit={(event) => event.preventDefault()}>
        <input
          ref={box}
          type="search"
          aria-label={t.search.label}
          placeholder={t.search.hint}
          maxLength={LONGEST}
          defaultValue={text.peek()}
          onInput={typed}
        />
        <select aria-label={t.search.what} onChange={(event) => (type.value = event.currentTarget.value as Type | '')}>
          <option value="">{t.search.everything}</option>
          {TYPES.map((one) => (
            <option key={one} value={one}>
              {t.search.types[one]}
            </option>
          ))}
        </select>
      </form>
      {found.error !== undefined && <p role="alert">{words(found.error)}</p>}
      <p class="unseen" role="status">
        {query && found.items && t.search.found(found.items.length, found.more !== undefined)}
      </p>
      {query && found.items?.length === 0 && (
        <div class="nothing">
          <h2>{t.search.none}</h2>
          <p>{t.search.noneHint}</p>
        </div>
      )}
      <ul class="rows hits">
        {found.items?.map((hit) => (
          <Hit key={`${hit.type} ${hit.id}`} hit={hit} query={query} />
        ))}
      </ul>
      <More more={found.more} />
    </section>
  );
}

function Hit({ hit, query }: { hit: SearchHit; query: string }) {
  const { type, title, excerpt } = hit;
  return (
    <li>
      <span class="tag">{t.search.one[type]}</span>
      <span class="grow">
        <a href={href(placeOf(hit))}>
          <Marked text={title} query={query} />
        </a>
        {excerpt && excerpt !== title && (
          <small>
            <Marked text={excerpt} query={query} />
          </small>
        )}
      </span>
    </li>
  );
}

/** A text in which the words that were asked for are marked. */
function Marked({ text, query }: { text: string; query: string }) {
  const wanted = query.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (wanted.length === 0) return <>{text}</>;
  const pieces = text.split(new RegExp(`(?<![\\p{L}\\p{N}])(${wanted.join('|')})`, 'giu'));
  return <>{pieces.map((piece, index) => (index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece))}</>;
}

function placeOf({ type, id, project_id: project, task_id: task }: SearchHit): string {
  if (type === 'article') return `/articles/${id}`;
  return task === null ? `/projects/${project}` : `/projects/${project}/tasks/${task}`;
}
