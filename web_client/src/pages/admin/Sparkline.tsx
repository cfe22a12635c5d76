interface SparklineProps {
  /** Null where nothing was counted; the line leads over it. */
  readonly values: readonly (number | null)[];
  readonly label: string;
}

/** A small line without axes; the numbers stand in the table below. */
export function Sparkline({ values, label }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const most = Math.max(...known);
  const least = Math.min(0, ...known);
  const height = Math.max(most - least, Number.EPSILON);
  const points = values.flatMap((value, index) => {
    if (value === null) return [];
    const x = (index / (values.length - 1)) * 100;
    const y = 34 - ((value - least) / height) * 32;
    return [`${x.toFixed(2)},${y.toFixed(2)}`];
  });
  return (
    <svg class="spark" viewBox="0 0 100 36" preserveAspectRatio="none" role="img" aria-label={label}>
      <line x1="0" x2="100" y1="35" y2="35" />
      <path d={`M${points.join("L")}`} />
    </svg>
  );
}
