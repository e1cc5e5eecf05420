import type { Invitation, Member } from '@fasttrack/client';
import { useEffect, useMemo } from 'preact/hooks';
import { ProjectStore } from '../board/project-store.js';
import { Field, Form } from '../parts/form.js';
import { Avatar } from '../parts/person.js';
import { ago } from '../parts/time.js';
import { complain, say } from '../parts/toasts.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { go, href } from '../router.js';
import { can, client, me } from '../session.js';
import { t } from '../texts.js';
import { Labels } from './labels.js';
import { ProjectFacts } from './project-facts.js';
import { Trash } from './trash.js';
import { Webhooks } from './webhooks.js';

type Role = Invitation['role'];

const ROLES: readonly Role[] = ['manager', 'editor', 'commenter', 'viewer'];

/** Who is in a project, who is invited, its labels, its trash, and who hears of it. */
export function MembersPage({ id }: { id: number }) {
  const store = useMemo(() => new ProjectStore(id), [id]);
  useEffect(() => () => store.close(), [store]);
  useEffect(() => void (document.title = `${t.members.title} · ${t.product}`), []);
  if (store.state.value === 'lost')
    return (
      <section class="page nothing" role="alert">
        <h1>{t.board.lost}</h1>
        <p>{t.board.lostHint}</p>
      </section>
    );
  const isManager = ['manager', 'owner'].includes(store.role.value);
  return (
    <section class="page">
      <div class="heading">
        <h1>
          {t.members.title} <span class="key">{store.project.value?.name}</span>
        </h1>
        <a class="button" href={href(`/projects/${id}`)}>
          {t.members.back}
        </a>
      </div>
      <ul class="rows">
        {store.members.value.map((member) => (
          <Line key={member.user.id} store={store} member={member} />
        ))}
      </ul>
      {store.canManage.value && <Invitations projectId={id} />}
      <Labels store={store} />
      <Trash store={store} />
      {isManager && can('update_project') && <Webhooks projectId={id} />}
      {isManager && can('update_project') && <ProjectFacts store={store} />}
    </section>
  );
}

function Line({ store, member }: { store: ProjectStore; member: Member }) {
  const { user, role } = member;
  const isMe = user.id === me.value?.id;
  const path = { id: store.id, user_id: user.id };
  const change = (to: Role) =>
    client.patch('/projects/{id}/members/{user_id}', { path, body: { role: to } }).catch(complain);
  const remove = () =>
    client
      .delete('/projects/{id}/members/{user_id}', { path })
      .then(() => (isMe ? go('/') : say(t.members.removed(user.display_name))))
      .catch(complain);
  const canChange = store.canManage.value && role !== 'owner';
  return (
    <li>
      <Avatar person={user} />
      <span class="grow">
        {user.display_name} {isMe && <small>({t.you})</small>}
      </span>
      {canChange ? (
        <select
          aria-label={`${t.members.role}: ${user.display_name}`}
          value={role}
          onChange={(event) => void change(event.currentTarget.value as Role)}
        >
          {ROLES.map((one) => (
            <option key={one} value={one} selected={one === role}>
              {t.members.roles[one]}
            </option>
          ))}
        </select>
      ) : (
        <span class="faint">{t.members.roles[role]}</span>
      )}
      {role !== 'owner' && (canChange || isMe) && (
        <button
          aria-label={`${isMe ? t.members.leave : t.members.remove}: ${user.display_name}`}
          onClick={() => void remove()}
        >
          {isMe ? t.members.leave : t.members.remove}
        </button>
      )}
    </li>
  );
}

function Invitations({ projectId }: { projectId: number }) {
  const path = { id: projectId };
  const { data, again } = useLoaded(() => firstOf(client.list('/projects/{id}/invitations', { path })), [projectId]);
  const invite = async ({ email = '', role }: Record<string, string>, form: HTMLFormElement) => {
    await client.post('/projects/{id}/invitations', { path, body: { email, role: role as Role } });
    form.reset();
    say(t.members.sent(email));
    await again();
  };
  const withdraw = (id: number) =>
    client
      .delete('/projects/{id}/invitations/{invitation_id}', { path: { id: projectId, invitation_id: id } })
      .then(again)
      .catch(complain);
  return (
    <>
      <h2>{t.members.invite}</h2>
      <Form class="line" submit={t.members.send} onSubmit={invite} fields={['email']}>
        {(errorOf) => (
          <>
            <Field label={t.members.email} name="email" type="email" required error={errorOf('email')} />
            <p class="field">
              <label for="role">{t.members.role}</label>
              <select id="role" name="role">
                {ROLES.map((role) => (
                  <option key={role} value={role} selected={role === 'editor'}>
                    {t.members.roles[role]}
                  </option>
                ))}
              </select>
            </p>
          </>
        )}
      </Form>
      {data && data.length > 0 && <h3>{t.members.open}</h3>}
      <ul class="rows">
        {data?.map(({ id, email, role, created_at: at }) => (
          <li key={id}>
            <span class="grow">
              {email} <small>{ago(at)}</small>
            </span>
            <span class="faint">{t.members.roles[role]}</span>
            <button aria-label={`${t.members.withdraw}: ${email}`} onClick={() => void withdraw(id)}>
              {t.members.withdraw}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
