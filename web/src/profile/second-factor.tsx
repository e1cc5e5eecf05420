import type { Totp } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { Field, Form } from '../parts/form.js';
import { client, me, refreshMe } from '../session.js';
import { t } from '../texts.js';

/** A code beside the password. */
export function SecondFactor() {
  const totp = useSignal<Totp | undefined>(undefined);
  const backups = useSignal<readonly string[]>([]);
  const prepare = async ({ current_password = '' }: Record<string, string>) => {
    totp.value = await client.post('/users/me/totp', { body: { current_password } });
  };
  const confirm = async ({ totp_code = '' }: Record<string, string>) => {
    backups.value = (await client.post('/users/me/totp/confirm', { body: { totp_code } })).backup_codes;
    totp.value = undefined;
    await refreshMe();
  };
  const disable = async ({ current_password = '', totp_code = '' }: Record<string, string>) => {
    await client.delete('/users/me/totp', { body: { current_password, totp_code } });
    backups.value = [];
    await refreshMe();
  };
  const isOn = me.value?.totp_enabled ?? false;
  const password = (
    <Field label={t.profile.current} name="current_password" type="password" autoComplete="current-password" required />
  );
  const code = (
    <Field label={t.signIn.code} name="totp_code" inputMode="numeric" autoComplete="one-time-code" required />
  );
  return (
    <>
      <h2>{t.profile.factor}</h2>
      <p>{isOn ? t.profile.factorOn : t.profile.factorOff}</p>
      {backups.value.length > 0 && (
        <div class="note">
          <p>{t.profile.backups}</p>
          <pre>{backups.value.join('\n')}</pre>
        </div>
      )}
      {!isOn && !totp.value && (
        <Form key="prepare" submit={t.profile.enable} onSubmit={prepare}>
          {password}
        </Form>
      )}
      {totp.value && (
        <Form key="confirm" submit={t.profile.confirmCode} onSubmit={confirm}>
          <p>{t.profile.scan}</p>
          <img class="qr" width="180" height="180" alt={t.profile.qr} src={picture(totp.value)} />
          <p>
            <code>{totp.value.secret}</code>
          </p>
          {code}
        </Form>
      )}
      {isOn && (
        <Form key="disable" submit={t.profile.disable} onSubmit={disable}>
          {password}
          {code}
        </Form>
      )}
    </>
  );
}

/** In a picture, an SVG document runs nothing. */
function picture({ qr_svg: svg }: Totp): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
