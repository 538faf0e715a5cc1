import { useSearchParams } from 'wouter';

/**
 * A choice that stands in the address, so that one can link to what it shows; null where none was made.
 * Setting null takes it out.
 */
export function useParameter(name: string): [string | null, (value: string | null) => void] {
  const [parameters, setParameters] = useSearchParams();

  function set(value: string | null): void {
    setParameters(
      (present) => {
        const next = new URLSearchParams(present);
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  }

  return [parameters.get(name), set];
}

/** The same of a choice between some; anything else in the address counts as none. */
export function useChoice<Value extends string>(
  name: string,
  values: readonly Value[],
): [Value | null, (value: Value | null) => void] {
  const [given, set] = useParameter(name);
  return [values.find((value) => value === given) ?? null, set];
}
