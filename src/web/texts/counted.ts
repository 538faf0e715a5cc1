/** Says numbers in a language: "1 record", "2,000 records". */
export function counter(locale: string): (one: string, other: string) => (count: number) => string {
  const numbers = new Intl.NumberFormat(locale);
  return (one, other) => (count) => `${numbers.format(count)} ${count === 1 ? one : other}`;
}
