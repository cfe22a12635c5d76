/** A bright colour for each participant's marks and pointer; each reaches 7:1 on black. */
const COLORS = ["#ffc04d", "#7fd1ff", "#8fe08f", "#ff9ecb", "#c5a8ff", "#ff9c66", "#d7e46a", "#5fe3d4"];

function startOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % COLORS.length;
}

/** The same on every screen: it depends on who is there, not on who came first here. */
export function colorsOf(participantIds: readonly string[]): (participantId: string) => string {
  const taken = new Map<string, number>();
  const used = new Set<number>();
  for (const id of [...participantIds].sort()) {
    let color = startOf(id);
    if (used.size < COLORS.length) while (used.has(color)) color = (color + 1) % COLORS.length;
    used.add(color);
    taken.set(id, color);
  }
  return (id) => COLORS[taken.get(id) ?? startOf(id)] ?? "#ffc04d";
}
