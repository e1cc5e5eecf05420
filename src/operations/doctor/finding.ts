/** One line of the doctor: what was looked at, how it is, and what to do where it is not well. */
export interface Finding {
  level: 'ok' | 'warning' | 'problem';
  about: string;
  says: string;
  advice?: string;
}

export const well = (about: string, says: string): Finding => ({ level: 'ok', about, says });

export const warning = (about: string, says: string, advice: string): Finding => ({
  level: 'warning',
  about,
  says,
  advice,
});

export const problem = (about: string, says: string, advice: string): Finding => ({
  level: 'problem',
  about,
  says,
  advice,
});
