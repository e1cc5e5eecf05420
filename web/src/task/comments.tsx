import type { Member, TaskComment } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import type { ProjectStore } from '../board/project-store.js';
import { keepDraft } from '../parts/drafts.js';
import { Avatar } from '../parts/person.js';
import { ago, moment } from '../parts/time.js';
import { complain } from '../parts/toasts.js';
import { client, me } from '../session.js';
import { t } from '../texts.js';
import { CommentForm } from './comment-form.js';
import { Markdown } from '../parts/markdown.js';

export function Comments({ store, taskId }: { store: ProjectStore; taskId: number }) {
  void store.restChanged.value;
  const comments = [...store.replica.all('comment').values()]
    .filter(({ task_id: id }) => id === taskId)
    .sort((a, b) => a.id - b.id);
  const members = store.members.value;
  const draft = `comment on ${taskId}`;
  const send = async (body: string) => {
    await client.post('/tasks/{id}/comments', {
      path: { id: taskId },
      body: { body, mention_ids: mentionedIn(body, members) },
    });
    keepDraft(draft, null);
  };
  return (
    <>
      {comments.length === 0 && <p class="empty">{t.comments.none}</p>}
      <ol class="comments">
        {comments.map((comment) => (
          <Comment key={comment.id} comment={comment} members={members} />
        ))}
      </ol>
      {store.canComment.value && <CommentForm members={members} draft={draft} submit={t.comments.send} onSend={send} />}
    </>
  );
}

function Comment({ comment, members }: { comment: TaskComment; members: readonly Member[] }) {
  const isEditing = useSignal(false);
  const { author, body, created_at: at, edited_at: edited } = comment;
  const isMine = author?.id === me.value?.id;
  const path = { id: comment.id };
  const save = async (text: string) => {
    const mentioned = mentionedIn(text, members);
    await client.patch('/comments/{id}', { path, body: { body: text, mention_ids: mentioned } });
    isEditing.value = false;
  };
  return (
    <li>
      {author && <Avatar person={author} />}
      <div>
        <p class="by">
          <strong>{author?.display_name ?? t.somebody}</strong>
          <time dateTime={at} title={moment(at)}>
            {ago(at)}
            {edited && `, ${t.comments.edited}`}
          </time>
          {isMine && !isEditing.value && (
            <span class="actions">
              <button class="plain" onClick={() => (isEditing.value = true)}>
                {t.comments.edit}
              </button>
              <button class="plain" onClick={() => void client.delete('/comments/{id}', { path }).catch(complain)}>
                {t.comments.delete}
              </button>
            </span>
          )}
        </p>
        {isEditing.value ? (
          <CommentForm
            members={members}
            draft={`edit of comment ${comment.id}`}
            start={body}
            submit={t.save}
            onSend={save}
            onCancel={() => (isEditing.value = false)}
          />
        ) : (
          <Markdown text={body} />
        )}
      </div>
    </li>
  );
}

/** The members whose names stand behind an @. */
function mentionedIn(body: string, members: readonly Member[]): number[] {
  return members.filter(({ user }) => body.includes(`@${user.display_name}`)).map(({ user }) => user.id);
}
