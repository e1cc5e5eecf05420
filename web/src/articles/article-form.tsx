import { type Article, ApiError } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { keepDraft, keptDraft } from '../parts/drafts.js';
import { Field, Form } from '../parts/form.js';
import { Markdown } from '../parts/markdown.js';
import { client } from '../session.js';
import { t } from '../texts.js';

interface Props {
  article?: Article;
  /** With what was saved, or nothing. */
  onClose: (saved?: Article) => void;
}

type Written = Pick<Article, 'title' | 'body'>;

export const draftOf = (id: number | undefined) => `article ${id ?? 'new'}`;

/** Writing: what is typed is kept until it is saved or thrown away; who comes second sees what the first has written. */
export function ArticleForm({ article, onClose }: Props) {
  const draft = draftOf(article?.id);
  const kept = useRef(JSON.parse(keptDraft(draft) ?? 'null') as Written | null).current;
  const theirs = useSignal<Article | undefined>(undefined);
  const isPreview = useSignal(false);
  const text = useSignal(kept?.body ?? article?.body ?? '');
  const end = (saved?: Article) => {
    keepDraft(draft, null);
    onClose(saved);
  };
  const save = async ({ title = '' }: Record<string, string>) => {
    const body = { title, body: text.value };
    if (!article) return end(await client.post('/articles', { body }));
    try {
      const ifMatch = (theirs.value ?? article).version;
      end(await client.patch('/articles/{id}', { path: { id: article.id }, body, ifMatch }));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      theirs.value = error.current as Article;
    }
  };
  const keep = (event: { currentTarget: HTMLElement }) => {
    const title = event.currentTarget.querySelector<HTMLInputElement>('[name=title]')?.value ?? '';
    keepDraft(draft, JSON.stringify({ title, body: text.value }));
  };
  return (
    <div onInput={keep}>
      <h1>{article ? t.articles.edit : t.articles.create}</h1>
      {theirs.value && <Theirs article={theirs.value} />}
      <Form
        submit={theirs.value ? t.task.keepMine : t.save}
        onSubmit={save}
        fields={['title', 'body']}
        secondary={
          <>
            <button type="button" onClick={() => end()}>
              {theirs.value ? t.task.keepTheirs : t.cancel}
            </button>
            <button
              type="button"
              class="plain"
              aria-pressed={isPreview.value}
              onClick={() => (isPreview.value = !isPreview.value)}
            >
              {t.articles.preview}
            </button>
            <small>{t.task.markdown}</small>
          </>
        }
      >
        {(errorOf) => (
          <>
            <Field
              label={t.task.title}
              name="title"
              required
              maxLength={200}
              autoFocus
              defaultValue={kept?.title ?? article?.title}
              error={errorOf('title')}
            />
            <Body text={text} error={errorOf('body')} />
          </>
        )}
      </Form>
      {isPreview.value && (
        <section class="preview" aria-label={t.articles.preview}>
          <Markdown text={text.value} />
        </section>
      )}
    </div>
  );
}

function Body({ text, error }: { text: { value: string; peek: () => string }; error: string | undefined }) {
  const id = useId();
  return (
    <p class="field">
      <label for={id}>{t.articles.body}</label>
      <textarea
        id={id}
        name="body"
        required
        rows={16}
        maxLength={20_000}
        aria-invalid={error !== undefined}
        defaultValue={text.peek()}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      {error && (
        <small class="error" role="alert">
          {error}
        </small>
      )}
    </p>
  );
}

function Theirs({ article: { title, body } }: { article: Article }) {
  return (
    <section class="conflict" role="alert">
      <h3>{t.task.conflict}</h3>
      <div class="versions one">
        <div>
          <h4>{t.task.theirs}</h4>
          <p>
            <strong>{title}</strong>
          </p>
          <p>{body}</p>
        </div>
      </div>
    </section>
  );
}
