import { describe, expect, it, vi } from "vitest";

import { Api, ApiError } from "../../src/wire/api";

type Call = { readonly url: string; readonly init: RequestInit };

function serving(answer: () => Response | Promise<Response>): { api: Api; calls: Call[]; signedOut: () => number } {
  const calls: Call[] = [];
  const signedOut = vi.fn();
  const api = new Api({
    base: "http://here",
    fetch: async (url, init = {}) => {
      calls.push({ url: String(url), init });
      return answer();
    },
    onSignedOut: signedOut,
  });
  return { api, calls, signedOut: () => signedOut.mock.calls.length };
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

async function failure(run: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error("an ApiError was expected");
  return error;
}

describe("a call", () => {
  it("fills the path, the query and the body, and carries our mark", async () => {
    const { api, calls } = serving(() => json({ items: [] }));
    await api.call("worklist", { query: { q: "张 三", page: 2 } });
    await api.call("signIn", { body: { login: "a", password: "b" } });
    await api.call("consultation", { params: { consultationId: "a/b" } });
    expect(calls.map((call) => call.url)).toEqual([
      "http://here/api/worklist?q=%E5%BC%A0+%E4%B8%89&page=2",
      "http://here/api/sign-in",
      "http://here/api/consultations/a%2Fb",
    ]);
    expect(calls[1]?.init).toMatchObject({
      method: "POST",
      body: '{"login":"a","password":"b"}',
      headers: { "X-Telemed": "1", "Content-Type": "application/json" },
    });
  });

  it("gives nothing for an empty answer", async () => {
    const { api } = serving(() => new Response(null, { status: 204 }));
    expect(await api.call("signOut")).toBeUndefined();
  });

  it("tells the code, the field and the remedy of a refusal", async () => {
    const refusal = { code: "field_invalid", message: "No.", field: "form.reason", remedy: "Fill it in.", state: null };
    const { api } = serving(() => json(refusal, 422));
    expect(await failure(api.call("me"))).toMatchObject({ status: 422, ...refusal });
  });

  it("says when nobody is signed in", async () => {
    const { api, signedOut } = serving(() => json({ code: "not_signed_in", message: "Sign in." }, 401));
    expect((await failure(api.call("me"))).code).toBe("not_signed_in");
    expect(signedOut()).toBe(1);
  });

  it("tells a page of a proxy and a dead network apart from answers", async () => {
    const proxy = serving(() => new Response("<html>", { status: 502 }));
    expect(await failure(proxy.api.call("me"))).toMatchObject({ status: 502, code: "broken" });
    const dead = serving(() => Promise.reject(new TypeError("fetch failed")));
    expect(await failure(dead.api.call("me"))).toMatchObject({ status: 0, code: "network" });
  });

  it("makes addresses for links", () => {
    const { api } = serving(() => json({}));
    expect(api.url("attachmentContent", { params: { attachmentId: "x" } })).toBe(
      "http://here/api/attachments/x/content",
    );
  });
});
