/** One line of the closing table. */
export interface Result {
  what: string;
  /** The figures behind the ratio, in words. */
  measured: string;
  value: number;
  /** Smaller is better where `atMost`. */
  aim: { atLeast: number } | { atMost: number };
  unit: 'of bare' | 'of before' | 'times' | 'ms' | 'MB' | 'kB' | 'a second';
}

/** The middle value, so that one slow round on a shared machine does not decide. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** The results as a Markdown table, one line each, with whether the aim was met. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map((result) => [
    result.what,
    result.measured,
    formatValue(result.value, result.unit),
    'atLeast' in result.aim
      ? `≥ ${formatValue(result.aim.atLeast, result.unit)}`
      : `< ${formatValue(result.aim.atMost, result.unit)}`,
    isMet(result) ? 'met' : 'MISSED',
  ]);
  return tableText([['what', 'measured', 'result', 'aim', ''], ...rows]);
}

function isMet({ value, aim }: Result): boolean {
  return 'atLeast' in aim ? value >= aim.atLeast : value < aim.atMost;
}

function formatValue(value: number, unit: Result['unit']): string {
  if (unit === 'ms' || unit === 'MB' || unit === 'kB') return `${formatCount(value)} ${unit}`;
  return unit === 'a second' ? formatCount(value) : value.toFixed(2);
}

function tableText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
