/** A board as Trello's "Print, export and share → Export as JSON" writes it, cut down to what matters and a little more. */
export function trelloBoard() {
  const list = (id: string, name: string, pos: number, closed = false) => {
    return { id, name, closed, color: null, idBoard: '5f0board', pos, subscribed: false, softLimit: null };
  };
  const card = (id: string, name: string, idList: string, more: object = {}) => ({
    ...{
      id,
      name,
      desc: '',
      closed: false,
      idBoard: '5f0board',
      idList,
      idShort: 1,
      pos: 65535,
      due: null,
      start: null,
    },
    ...{ dueComplete: false, idMembers: [], labels: [], idLabels: [], idChecklists: [], attachments: [], badges: {} },
    ...{ shortUrl: `https://trello.com/c/${id}`, dateLastActivity: '2026-01-31T12:00:00.000Z', ...more },
  });
  const green = { id: '5f0green', idBoard: '5f0board', name: '', color: 'green_dark' };
  const soil = { id: '5f0soil', idBoard: '5f0board', name: 'Soil, wet', color: 'orange' };
  const comment = (id: string, text: string, on: string) => ({
    ...{ id, idMemberCreator: '5f0ben', type: 'commentCard', date: '2026-01-30T08:00:00.000Z' },
    data: { text, card: { id: on, name: 'x', idShort: 1 }, board: { id: '5f0board' } },
    memberCreator: { id: '5f0ben', fullName: 'Ben', username: 'ben1' },
  });
  return {
    ...{ id: '5f0board', name: 'Garden', desc: 'Beds and paths', closed: false, prefs: {}, labelNames: { green: '' } },
    lists: [list('l3', 'Done', 3), list('l1', 'To Do', 1), list('l2', 'Doing', 2), list('l4', 'Someday', 4)],
    labels: [green, soil],
    members: [{ id: '5f0ben', fullName: 'Ben', username: 'ben1' }],
    cards: [
      card('c2', 'Second', 'l1', { pos: 2, due: '2026-02-01T11:00:00.000Z', start: '2026-01-01T00:00:00.000Z' }),
      card('c1', 'First', 'l1', {
        pos: 1,
        labels: [green, soil],
        idMembers: ['5f0ben'],
        desc: 'Deep',
        idChecklists: ['k1'],
      }),
      card('c3', 'Digging', 'l2'),
      card('c4', 'Dug', 'l3', { attachments: [{ id: 'a1', name: 'plan.pdf' }] }),
      card('c5', 'x'.repeat(300), 'l4', { due: '2026-01-01T00:00:00.000Z', dueComplete: true }),
      card('c6', 'Old', 'l4', { closed: true, start: '2026-03-01T00:00:00.000Z', due: '2026-02-01T00:00:00.000Z' }),
    ],
    checklists: [
      {
        ...{ id: 'k1', idCard: 'c1', name: 'Steps', pos: 1 },
        checkItems: [
          { id: 'i2', name: 'Rake', state: 'complete', pos: 2, due: null },
          { id: 'i1', name: 'Dig', state: 'incomplete', pos: 1, due: '2026-01-05T00:00:00.000Z' },
        ],
      },
    ],
    actions: [
      comment('x3', 'Of a card that is gone', 'c9'),
      comment('x2', 'Later', 'c1'),
      comment('x1', 'Sooner', 'c1'),
      { id: 'x0', type: 'createCard', date: '2026-01-01T00:00:00.000Z', data: { card: { id: 'c1' } } },
    ],
  };
}

/** A project as Todoist's "Export as CSV" writes it. */
export const TODOIST = `\uFEFFTYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT
meta,view_style=list,,,,,,,,,,
task,Water the beds @garden @daily,"With a can,
not a hose",1,1,Ann (1234567),Ben (7654321),every morning,en,Europe/Berlin,,
note,Not at noon,,,,Ben (7654321),,2026-01-30T08:00:00Z,,,,
task,Fill the can,,4,2,Ann (1234567),,2026-02-01,en,Europe/Berlin,,
task,Fill the can,,4,2,Ann (1234567),,,en,Europe/Berlin,,
,,,,,,,,,,,
section,Autumn,,,,,,,,,,
task,Write to ann@example.com,,3,1,Ann (1234567),,,en,Europe/Berlin,,
`;
