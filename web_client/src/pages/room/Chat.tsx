import { Send } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { Avatar } from "../../components/Badge";
import { IconButton } from "../../components/Button";
import { t } from "../../i18n";
import { clock } from "../../i18n/format";
import { may } from "./rights";
import { personOf, useRoom } from "./model";

const LONGEST = 2000;
const TYPING_MS = 3000;

export function Chat() {
  const room = useRoom();
  const { chat, participants } = room.state.value;
  const end = useRef<HTMLDivElement>(null);
  const role = personOf(room.state.value, room.ownId)?.role ?? null;
  const count = chat.length;
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [count]);
  const typing = participants
    .filter((one) => room.typing.value.includes(one.participantId) && one.participantId !== room.ownId)
    .map((one) => one.displayName);
  return (
    <div class="chat">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <div class="chat-lines" role="log" aria-label={t("room.chat")} tabIndex={0}>
        {count === 0 && <p class="chat-empty">{t("room.chatEmpty")}</p>}
        {chat.map((line) => (
          <div class="msg" key={line.seq} data-testid="chat-line">
            <Avatar name={line.displayName} />
            <div class="grow">
              <div class="msg-head">
                <b>{line.displayName}</b> <span class="num">{clock(line.atMs)}</span>
              </div>
              <div class="prose">{line.text}</div>
            </div>
          </div>
        ))}
        <div ref={end} />
      </div>
      {typing.length > 0 && <div class="typing">{t("room.typing", { names: typing.join(", ") })}</div>}
      {may(role, "chat") && <ChatInput />}
    </div>
  );
}

function ChatInput() {
  const room = useRoom();
  const [text, setText] = useState("");
  const timer = useRef(0);
  const tell = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    room.setTyping(value !== "");
    timer.current = window.setTimeout(() => room.setTyping(false), TYPING_MS);
  };
  const send = async () => {
    const line = text.trim();
    if (line === "") return;
    tell("");
    if (!(await room.act({ type: "chat.post", text: line }))) setText(line);
  };
  return (
    <form
      class="chat-input"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <input
        class="input grow"
        value={text}
        maxLength={LONGEST}
        placeholder={t("room.chatHint")}
        aria-label={t("room.chatHint")}
        data-testid="chat-input"
        autocomplete="off"
        onInput={(event) => tell(event.currentTarget.value)}
      />
      <IconButton of={Send} look="primary" label={t("room.send")} type="submit" testId="chat-send" />
    </form>
  );
}
