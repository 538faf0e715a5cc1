import { useEffect, useId, useRef, type SubmitEvent } from 'react';

interface Props {
  /** Why the form is shown, where there is something to say. */
  message: string | null;
  onSignIn: (key: string) => void;
}

/** Asks for a key or token where no sign-in link brought one. */
export function SignInForm({ message, onSignIn }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const key = input.current?.value.trim() ?? '';
    if (key === '') input.current?.focus();
    else onSignIn(key);
  }

  return (
    <form className="panel sign-in" onSubmit={submit}>
      <h2>Sign in</h2>
      <p id={`${id}-hint`}>
        Open the sign-in link that the hub printed when it started, or paste the operator key or a token of your product
        here.
      </p>
      {message !== null && (
        <p role="alert" className="wrong" id={`${id}-wrong`}>
          {message}
        </p>
      )}
      <label htmlFor={id}>Key or token</label>
      <div className="row">
        <input
          ref={input}
          id={id}
          type="password"
          autoComplete="off"
          spellCheck={false}
          required
          aria-describedby={message === null ? `${id}-hint` : `${id}-wrong ${id}-hint`}
        />
        <button type="submit" className="primary">
          Sign in
        </button>
      </div>
    </form>
  );
}
