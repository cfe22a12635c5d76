import { useEffect } from "preact/hooks";
import { me } from "../state/account";
import { navigate } from "../state/router";
import { NAVIGATION } from "./navigation";

/** The first page of one's own areas. */
export default function Start() {
  const areas = me.value?.areas ?? [];
  const first = NAVIGATION.find((item) => areas.includes(item.area));
  useEffect(() => {
    navigate(first?.href ?? "/settings", "replace");
  }, [first]);
  return null;
}
