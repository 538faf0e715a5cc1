/**
 * Which of the offered media types an `Accept` header wants most: by weight, then by the header's
 * order, then by ours. Null where it wants none of them.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.accept
 */
export function preferredType<Type extends string>(accept: string | undefined, offered: readonly Type[]): Type | null {
  if (accept === undefined || accept.trim() === '') return offered[0] ?? null;
  const ranges = accept.split(',').map(readRange);
  const wanted = offered
    .flatMap((type) => {
      const range = rangeFor(type, ranges);
      return range === undefined || range.weight <= 0
        ? []
        : [{ type, weight: range.weight, place: ranges.indexOf(range) }];
    })
    .toSorted((a, b) => b.weight - a.weight || a.place - b.place);
  return wanted[0]?.type ?? null;
}

interface MediaRange {
  type: string;
  weight: number;
}

function readRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
}

/** The most specific range that covers the type. */
function rangeFor(type: string, ranges: readonly MediaRange[]): MediaRange | undefined {
  const anySubtype = `${type.slice(0, type.indexOf('/'))}/*`;
  return [type, anySubtype, '*/*'].map((wanted) => ranges.find((range) => range.type === wanted)).find(Boolean);
}
