import type { Article } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { keptDraft } from '../parts/drafts.js';
import { Markdown } from '../parts/markdown.js';
import { Sure } from '../parts/sure.js';
import { ago, moment } from '../parts/time.js';
import { useLoaded } from '../parts/loading/use-loaded.js';
import { go } from '../router.js';
import { can, client } from '../session.js';
import { t, words } from '../texts.js';
import { ArticleForm, draftOf } from './article-form.js';

/** An article, to be read and to be written. */
export function ArticlePage({ id }: { id: number }) {
  const { data, error, again } = useLoaded(() => client.get('/articles/{id}', { path: { id } }), [id]);
  const isEditing = useSignal(can('update_article') && keptDraft(draftOf(id)) !== null);
  useEffect(() => void (document.title = `${data?.title ?? t.articles.title} · ${t.product}`), [data?.title]);
  if (!data)
    return (
      <p class="waiting" role={error ? 'alert' : undefined}>
        {error ? words(error) : t.loading}
      </p>
    );
  const close = () => void again().then(() => (isEditing.value = false));
  return (
    <section class="page narrow article">
      {isEditing.value ? (
        <ArticleForm article={data} onClose={close} />
      ) : (
        <Reading article={data} edit={() => (isEditing.value = true)} />
      )}
    </section>
  );
}

/** A new one. */
export function NewArticlePage() {
  useEffect(() => void (document.title = `${t.articles.create} · ${t.product}`), []);
  return (
    <section class="page narrow article">
      <ArticleForm onClose={(made) => go(made ? `/articles/${made.id}` : '/articles', { replace: true })} />
    </section>
  );
}

function Reading({ article, edit }: { article: Article; edit: () => void }) {
  const { id, title, body, author, updated_at: at } = article;
  const isSure = useSignal(false);
  const remove = async () => {
    await client.delete('/articles/{id}', { path: { id } });
    go('/articles', { replace: true });
  };
  return (
    <article>
      <header class="heading">
        <h1>{title}</h1>
        {can('update_article') && <button onClick={edit}>{t.task.edit}</button>}
        {can('delete_article') && (
          <button class="plain" onClick={() => (isSure.value = true)}>
            {t.articles.delete}
          </button>
        )}
      </header>
      <p class="faint">
        {t.articles.by(author?.display_name ?? t.somebody)},{' '}
        <time dateTime={at} title={moment(at)}>
          {ago(at)}
        </time>
      </p>
      <Markdown text={body} />
      {isSure.value && (
        <Sure
          question={t.articles.sure(title)}
          hint={t.articles.sureHint}
          yes={t.articles.delete}
          onYes={remove}
          onClose={() => (isSure.value = false)}
        />
      )}
    </article>
  );
}
