import { t } from '../texts.js';

interface Props {
  of: string;
  held: readonly string[];
  all: readonly string[];
  disabled: boolean;
  onChange: (roles: string[]) => void;
}

/** Which roles somebody has. */
export function RoleChoices({ of, held, all, disabled, onChange }: Props) {
  const toggle = (role: string) => onChange(held.includes(role) ? held.filter((one) => one !== role) : [...held, role]);
  return (
    <span class="choices" role="group" aria-label={`${t.admin.roles}: ${of}`}>
      {all.map((name) => (
        <label key={name} class="check">
          <input type="checkbox" checked={held.includes(name)} disabled={disabled} onChange={() => toggle(name)} />
          {name}
        </label>
      ))}
    </span>
  );
}
