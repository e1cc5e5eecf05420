import type { Article } from '@fasttrack/client';
import { useEffect } from 'preact/hooks';
import { More } from '../parts/loading/more.js';
import { Avatar } from '../parts/person.js';
import { ago } from '../parts/time.js';
import { usePages } from '../parts/loading/use-pages.js';
import { href } from '../router.js';
import { can, client } from '../session.js';
import { t, words } from '../texts.js';

/** What everybody may read, whichever projects they are in. */
export function ArticlesPage() {
  const { items, error, more } = usePages((cursor, signal) => client.get('/articles', { query: cursor, signal }));
  useEffect(() => void (document.title = `${t.articles.title} · ${t.product}`), []);
  return (
    <section class="page">
      <div class="heading">
        <h1>{t.articles.title}</h1>
        {can('create_article') && (
          <a class="button primary" href={href('/articles/new')}>
            {t.articles.create}
          </a>
        )}
      </div>
      {error !== undefined && !items && <p role="alert">{words(error)}</p>}
      {!items && !error && <p class="waiting">{t.loading}</p>}
      {items?.length === 0 && (
        <div class="nothing">
          <h2>{t.articles.none}</h2>
          <p>{t.articles.noneHint}</p>
        </div>
      )}
      <ul class="projects">
        {items?.map((article) => (
          <Line key={article.id} article={article} />
        ))}
      </ul>
      <More more={more} />
    </section>
  );
}

function Line({ article: { id, title, body, author, updated_at: at } }: { article: Article }) {
  return (
    <li>
      <a href={href(`/articles/${id}`)}>
        <span class="name">
          <strong>{title}</strong>
          <small>{body.slice(0, 200)}</small>
        </span>
        <small>{ago(at)}</small>
        {author && <Avatar person={author} />}
      </a>
    </li>
  );
}
