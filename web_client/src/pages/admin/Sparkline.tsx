interface SparklineProps {
  /** Null where nothing was counted; the line breaks there. */
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
  const points = values.map((value, index) =>
    value === null
      ? null
      : `${((index / (values.length - 1)) * 100).toFixed(2)},${(34 - ((value - least) / height) * 32).toFixed(2)}`,
  );
  const path = points.map((point, index) => {
    if (point === null) return "";
    return `${index > 0 && points[index - 1] !== null ? "L" : "M"}${point}`;
  });
  return (
    <svg class="spark" viewBox="0 0 100 36" preserveAspectRatio="none" role="img" aria-label={label}>
      <line x1="0" x2="100" y1="35" y2="35" />
      <path d={path.join(" ")} />
    </svg>
  );
}
