/**
 * What every viewer offers to the pages.
 *
 * A viewer is a plain class that draws one kind of material. It never talks to the room: it is given a view
 * (`apply`) and tells what its user did (`onChange`, `onAnnotation`, `onPoint`). What was applied is never told
 * again, so that two viewers can follow each other without an echo.
 */
import type { Annotation, AnnotationDraft, Pointer, ViewState } from "../wire/generated";

export type Off = () => void;

export type Tool =
  | "scroll"
  | "window"
  | "pan"
  | "zoom"
  | "pointer"
  | "length"
  | "arrow"
  | "ellipse"
  | "freehand"
  | "text"
  | "caliper";

export type ViewerCommand =
  | { readonly type: "reset" }
  | { readonly type: "invert" }
  | { readonly type: "rotate" }
  | { readonly type: "flip"; readonly axis: "horizontal" | "vertical" }
  | { readonly type: "preset"; readonly center: number; readonly width: number }
  | { readonly type: "step"; readonly by: number }
  | { readonly type: "end"; readonly which: "first" | "last" }
  | { readonly type: "zoom"; readonly factor: number }
  | { readonly type: "play" }
  | { readonly type: "speed"; readonly framesPerS: number }
  | { readonly type: "ecg"; readonly change: EcgSetting };

export type EcgSetting =
  | { readonly mmPerS: number }
  | { readonly mmPerMv: number }
  | { readonly layout: "3x4+1" | "6x2" | "12x1" | "rhythm" };

/** What a user drew or erased; the room decides whether it stands. */
export type AnnotationEvent =
  | { readonly type: "put"; readonly annotation: AnnotationDraft }
  | { readonly type: "remove"; readonly uid: string };

/** Someone's pointer on the material, in the coordinates of annotations. */
export interface NamedPointer {
  readonly participantId: string;
  readonly name: string;
  readonly pointer: Pointer;
}

/** What a toolbar shows of the viewer's own state. */
export interface ViewerStatus {
  readonly position: number;
  readonly count: number;
  readonly loaded: number;
  readonly isPlaying: boolean;
  readonly framesPerS: number;
  readonly modality: string;
  readonly isColor: boolean;
  /** Full pixels are on screen, a preview is, or nothing can be shown. */
  readonly quality: "waiting" | "preview" | "full" | "failed";
}

/** Words drawn on the picture; the pages translate them. */
export type ViewerWord =
  | "slice"
  | "page"
  | "zoom"
  | "window"
  | "preview"
  | "loading"
  | "failed"
  | "noSpacing"
  | "atDetector"
  | "differentPatient"
  | "perMinute"
  | "textPrompt";

export type Words = (word: ViewerWord, values?: Readonly<Record<string, string | number>>) => string;

export interface ViewerOptions {
  readonly words: Words;
  /** Colour of a participant's marks and pointer, readable on black. */
  readonly colorOf: (participantId: string) => string;
  /** Who draws here; others' marks cannot be changed. */
  readonly ownId: string;
  /** Asks for the text of a mark; null when the user thought better of it. */
  readonly askText: (initial: string) => Promise<string | null>;
  /** Lines of the top left corner, such as name, sex, age and case number. */
  readonly patientLines: readonly string[];
}

export interface Viewer {
  mount(host: HTMLElement): void;
  /** Shows a view that came from elsewhere; `onChange` stays silent. Views of another type are ignored. */
  apply(view: ViewState): void;
  /** What is shown now; null until the material is known. */
  view(): ViewState | null;
  onChange(listener: (view: ViewState) => void): Off;
  setAnnotations(annotations: readonly Annotation[]): void;
  onAnnotation(listener: (event: AnnotationEvent) => void): Off;
  setPointers(pointers: readonly NamedPointer[]): void;
  onPoint(listener: (pointer: Pointer | null) => void): Off;
  setTool(tool: Tool): void;
  run(command: ViewerCommand): void;
  /** While locked, input changes nothing and is told to `onLockedTouch`. */
  setLocked(isLocked: boolean): void;
  onLockedTouch(listener: () => void): Off;
  onStatus(listener: (status: ViewerStatus) => void): Off;
  /** Erases the mark that is selected; false when there is none. */
  eraseSelected(): boolean;
  /** Forgets a mark that was drawn ahead of the room's answer. */
  refuse(uid: string): void;
  destroy(): void;
}
