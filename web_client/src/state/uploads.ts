import { computed } from "@preact/signals";

/** How many files are on their way. */
export const uploadsRunning = computed(() => 0);
