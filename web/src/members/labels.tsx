import type { ProjectStore } from '../board/project-store.js';
import { Field, Form } from '../parts/form.js';
import { complain } from '../parts/toasts.js';
import { client } from '../session.js';
import { t } from '../texts.js';

/** The labels of a project: whoever edits makes and removes them. */
export function Labels({ store }: { store: ProjectStore }) {
  const path = { id: store.id };
  const add = async ({ name = '', color = '' }: Record<string, string>, form: HTMLFormElement) => {
    await client.post('/projects/{id}/labels', { path, body: { name, color } });
    form.reset();
  };
  const change = (id: number, color: string) =>
    client.patch('/labels/{id}', { path: { id }, body: { color } }).catch(complain);
  const remove = (id: number) => client.delete('/labels/{id}', { path: { id } }).catch(complain);
  return (
    <>
      <h2>{t.members.labels}</h2>
      <ul class="rows">
        {store.labels.value.map(({ id, name, color }) => (
          <li key={id}>
            <span class="grow">
              <span class="label" style={{ '--label': color }}>
                {name}
              </span>
            </span>
            {store.canEdit.value && (
              <>
                <input
                  type="color"
                  value={color}
                  aria-label={`${t.members.color}: ${name}`}
                  onChange={(event) => void change(id, event.currentTarget.value)}
                />
                <button aria-label={`${t.remove}: ${name}`} onClick={() => void remove(id)}>
                  {t.remove}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      {store.canEdit.value && (
        <Form class="line" submit={t.members.addLabel} onSubmit={add} fields={['name', 'color']}>
          {(errorOf) => (
            <>
              <Field label={t.admin.roleName} name="name" required maxLength={50} error={errorOf('name')} />
              <Field
                label={t.members.color}
                name="color"
                type="color"
                defaultValue="#3557d6"
                error={errorOf('color')}
              />
            </>
          )}
        </Form>
      )}
    </>
  );
}
