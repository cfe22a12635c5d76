import { t } from "../i18n";
import "./Brand.css";

/** The product's mark and name. */
export function Brand() {
  return (
    <span class="product">
      <img src="/icon.svg" width={28} height={28} alt="" />
      <span class="name">{t("shell.appName")}</span>
    </span>
  );
}
