import { useId } from 'preact/hooks';

interface ChoiceProps {
  label: string;
  value: string;
  choices: readonly (readonly [string, string])[];
  disabled: boolean;
  hint?: string | undefined;
  onChange: (value: string) => void;
}

export function Choice({ label, value, choices, disabled, hint, onChange }: ChoiceProps) {
  return (
    <Fact label={label}>
      {(id) => (
        <>
          <select
            id={id}
            value={value}
            disabled={disabled}
            aria-describedby={hint ? `${id}-hint` : undefined}
            onChange={(event) => onChange(event.currentTarget.value)}
          >
            {choices.map(([key, text]) => (
              <option key={key} value={key} selected={key === value}>
                {text}
              </option>
            ))}
          </select>
          {hint && <small id={`${id}-hint`}>{hint}</small>}
        </>
      )}
    </Fact>
  );
}

export function Fact({ label, children }: { label: string; children: (id: string) => preact.JSX.Element }) {
  const id = useId();
  return (
    <p class="fact-line">
      <label for={id}>{label}</label>
      {children(id)}
    </p>
  );
}
