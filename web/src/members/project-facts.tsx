import type { ComponentChildren } from 'preact';
import type { ProjectStore } from '../board/project-store.js';
import { Field, Form } from '../parts/form.js';
import { complain, say } from '../parts/toasts.js';
import { go } from '../router.js';
import { can, client } from '../session.js';
import { t } from '../texts.js';

/** What a project is called, and whether it is still worked on. */
export function ProjectFacts({ store }: { store: ProjectStore }) {
  const project = store.project.value;
  if (!project) return null;
  const path = { id: store.id };
  const save = async ({ name = '', description = '' }: Record<string, string>) => {
    await client.patch('/projects/{id}', { path, body: { name, description: description || null } });
    say(t.profile.saved);
  };
  const archive = (status: 'active' | 'archived') =>
    void client.patch('/projects/{id}', { path, body: { status } }).catch(complain);
  const restore = () =>
    void client
      .post('/projects/{id}/restore', { path })
      .then(() => go(`/projects/${store.id}`))
      .catch(complain);
  const remove = () =>
    void client
      .delete('/projects/{id}', { path })
      .then(() => {
        go('/');
        say(t.project.deleted(project.name), { undo: restore });
      })
      .catch(complain);
  const canDelete = store.role.value === 'owner' && can('delete_project');
  const deletion = canDelete && (
    <button type="button" class="plain" onClick={remove}>
      {t.project.delete}
    </button>
  );
  return (
    <>
      <h2>{t.project.title}</h2>
      {store.isArchived.value ? (
        <>
          <p>{t.board.archived}</p>
          <p class="actions">
            <button onClick={() => archive('active')}>{t.project.reopen}</button>
            {deletion}
          </p>
        </>
      ) : (
        <Facts project={project} save={save}>
          <button type="button" onClick={() => archive('archived')}>
            {t.project.archive}
          </button>
          {deletion}
        </Facts>
      )}
    </>
  );
}

interface FactsProps {
  project: { name: string; description: string | null };
  save: (values: Record<string, string>) => Promise<void>;
  children: ComponentChildren;
}

function Facts({ project: { name, description }, save, children }: FactsProps) {
  return (
    <Form class="form" submit={t.save} onSubmit={save} fields={['name', 'description']} secondary={children}>
      {(errorOf) => (
        <>
          <Field label={t.projects.name} name="name" required defaultValue={name} error={errorOf('name')} />
          <Field
            label={t.projects.description}
            name="description"
            defaultValue={description ?? ''}
            error={errorOf('description')}
          />
        </>
      )}
    </Form>
  );
}
