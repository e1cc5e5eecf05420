import { useEffect } from 'preact/hooks';
import { AccountMenu } from './parts/account-menu.js';
import { Connection } from './parts/connection.js';
import { Later } from './parts/loading/later.js';
import { Toasts } from './parts/toasts.js';
import { unread, watchInbox } from './inbox/inbox.js';
import { Forgot, ResetPassword } from './pages/password.js';
import { ConfirmEmail, Invitation } from './pages/links.js';
import { MustChangePassword } from './pages/must-change.js';
import { Register } from './pages/register.js';
import { SignIn } from './pages/sign-in.js';
import { ProjectsPage } from './projects/projects-page.js';
import { BoardPage } from './board/board-page.js';
import { TaskLink } from './pages/task-link.js';
import { go, href, match, path } from './router.js';
import { can, hasExpired, isSignedIn, me } from './session.js';
import { t } from './texts.js';

/** Pages that need nobody to be signed in. */
const OPEN: Record<string, () => preact.JSX.Element | null> = {
  '/register': Register,
  '/forgot-password': Forgot,
  '/reset-password': ResetPassword,
  '/confirm-email': ConfirmEmail,
  '/invitations': Invitation,
};

/**
 * The whole board. Who has to sign in again is back on the same page afterwards, where drafts are kept.
 *
 * @spec SPEC-046
 */
export function App() {
  const Open = OPEN[path.value];
  if (Open)
    return (
      <Alone>
        <Open />
      </Alone>
    );
  if (isSignedIn.value === undefined) return <p class="waiting">{t.loading}</p>;
  if (!me.value || !isSignedIn.value)
    return (
      <Alone>
        <SignIn isAgain={hasExpired.value} />
      </Alone>
    );
  if (me.value.password_must_change)
    return (
      <Alone>
        <MustChangePassword />
      </Alone>
    );
  return (
    <>
      <SignedIn />
      <Toasts />
    </>
  );
}

function Alone({ children }: { children: preact.ComponentChildren }) {
  return (
    <>
      <main class="alone">
        <p class="brand">
          <img src={href('/icon.svg')} alt="" width="28" height="28" />
          {t.product}
        </p>
        {children}
      </main>
      <Toasts />
    </>
  );
}

function SignedIn() {
  useEffect(watchInbox, [me.value?.id]);
  useEffect(watchSearchKey, []);
  return (
    <div class="app">
      <a class="skip" href="#content" onClick={skip}>
        {t.skip}
      </a>
      <Header />
      <Connection />
      <main id="content" tabIndex={-1}>
        <Page />
      </main>
    </div>
  );
}

/** From everywhere to the search. */
function watchSearchKey() {
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    go('/search');
  };
  document.addEventListener('keydown', press);
  return () => document.removeEventListener('keydown', press);
}

function skip(event: Event) {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function Header() {
  const link = (to: string, text: string) => (
    <a href={href(to)} aria-current={path.value === to ? 'page' : undefined}>
      {text}
    </a>
  );
  const count = unread.value;
  return (
    <header class="top">
      <a class="brand" href={href('/')} aria-label={t.product}>
        <img src={href('/icon.svg')} alt="" width="22" height="22" />
        <span>{t.product}</span>
      </a>
      <nav aria-label={t.nav.label}>
        {link('/', t.nav.projects)}
        {can('read_article') && link('/articles', t.nav.articles)}
        {link('/search', t.nav.search)}
        <a
          href={href('/inbox')}
          aria-current={path.value === '/inbox' ? 'page' : undefined}
          aria-label={count ? t.nav.unread(count) : t.nav.inbox}
        >
          {t.nav.inbox}
          {count > 0 && <span class="count">{count > 99 ? '99+' : count}</span>}
        </a>
      </nav>
      <AccountMenu />
    </header>
  );
}

function Page() {
  const board = match('/projects/:id') ?? match('/projects/:id/tasks/:task');
  if (board)
    return <BoardPage key={board.id} id={Number(board.id)} task={board.task ? Number(board.task) : undefined} />;
  const members = match('/projects/:id/members');
  if (members) return <Later key={members.id} load={loadMembers} id={Number(members.id)} />;
  const article = match('/articles/:id');
  if (article && article.id !== 'new') return <Later key={article.id} load={loadArticle} id={Number(article.id)} />;
  const task = match('/tasks/:id');
  if (task) return <TaskLink key={task.id} id={task.id ?? ''} />;
  switch (path.value) {
    case '/':
      return <ProjectsPage />;
    case '/articles':
      return <Later load={loadArticles} />;
    case '/articles/new':
      return <Later load={loadNewArticle} />;
    case '/search':
      return <Later load={loadSearch} />;
    case '/inbox':
      return <Later load={loadInbox} />;
    case '/profile':
      return <Later load={loadProfile} />;
    case '/admin':
      return <Later load={loadAdmin} />;
    default:
      return <NotFound />;
  }
}

const loadMembers = () => import('./members/members-page.js').then(({ MembersPage }) => MembersPage);
const loadArticles = () => import('./articles/articles-page.js').then(({ ArticlesPage }) => ArticlesPage);
const loadArticle = () => import('./articles/article-page.js').then(({ ArticlePage }) => ArticlePage);
const loadNewArticle = () => import('./articles/article-page.js').then(({ NewArticlePage }) => NewArticlePage);
const loadSearch = () => import('./search/search-page.js').then(({ SearchPage }) => SearchPage);
const loadInbox = () => import('./inbox/inbox-page.js').then(({ InboxPage }) => InboxPage);
const loadProfile = () => import('./profile/profile-page.js').then(({ ProfilePage }) => ProfilePage);
const loadAdmin = () => import('./admin/admin-page.js').then(({ AdminPage }) => AdminPage);

function NotFound() {
  return (
    <section class="page">
      <h1>{t.notFound}</h1>
      <p>{t.notFoundHint}</p>
    </section>
  );
}
