import { isAdministrator, me, signOut } from '../session.js';
import { href } from '../router.js';
import { t } from '../texts.js';
import { Avatar } from './person.js';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const person = me.value;
  if (!person) return null;
  const close = () => document.getElementById('account')?.hidePopover();
  return (
    <div class="account">
      <button class="plain" popovertarget="account" aria-label={t.nav.account}>
        <Avatar person={person} />
      </button>
      <div id="account" popover="auto" class="menu" onClick={close}>
        <p>
          <strong>{person.display_name}</strong>
          <small>{person.email}</small>
        </p>
        <a href={href('/profile')}>{t.nav.profile}</a>
        {isAdministrator.value && <a href={href('/admin')}>{t.nav.admin}</a>}
        <button class="plain" onClick={() => void signOut()}>
          {t.nav.signOut}
        </button>
      </div>
    </div>
  );
}
