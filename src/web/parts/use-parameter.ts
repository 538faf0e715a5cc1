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
