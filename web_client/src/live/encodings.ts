import type { TrackSource } from "../wire/generated";

const LARGE_PX = 960;
const MEDIUM_PX = 480;
const VOICE_BPS = 32_000;
const SCREEN_BPS = 1_500_000;
const SCREEN_FRAMES_PER_S = 5;

/** How a track is sent: layers sized to the picture, low to high, so that the server can choose for each viewer. */
export function encodingsFor(source: TrackSource, track: MediaStreamTrack): RTCRtpEncodingParameters[] {
  switch (source) {
    case "microphone":
      return [{ maxBitrate: VOICE_BPS, priority: "high", networkPriority: "high" }];
    case "screen":
    case "document":
      return [{ maxBitrate: SCREEN_BPS, maxFramerate: SCREEN_FRAMES_PER_S }];
    case "camera":
      return cameraLayers(track.getSettings());
  }
}

function cameraLayers(settings: MediaTrackSettings): RTCRtpEncodingParameters[] {
  const longest = Math.max(settings.width ?? 0, settings.height ?? 0);
  if (longest >= LARGE_PX) {
    return [
      { rid: "q", scaleResolutionDownBy: 4, maxBitrate: 100_000 },
      { rid: "h", scaleResolutionDownBy: 2, maxBitrate: 300_000 },
      { rid: "f", scaleResolutionDownBy: 1, maxBitrate: 900_000 },
    ];
  }
  if (longest >= MEDIUM_PX) {
    return [
      { rid: "q", scaleResolutionDownBy: 2, maxBitrate: 120_000 },
      { rid: "f", scaleResolutionDownBy: 1, maxBitrate: 450_000 },
    ];
  }
  return [{ maxBitrate: 300_000 }];
}

/** What the encoder should keep when the line is narrow: movement of a person, or sharpness of what is read. */
export function hintFor(source: TrackSource): "speech" | "motion" | "detail" {
  if (source === "microphone") return "speech";
  return source === "camera" ? "motion" : "detail";
}
