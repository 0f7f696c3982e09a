// Posts mail that Cloudflare Email Routing receives to Barium's source "generic".
//
// Set-up:
//   1. Barium: a source with provider generic, and "whsec_" and the base64 of 24 or more random bytes in its secrets.
//   2. Cloudflare: a Worker with this script, and in its settings
//        BARIUM_URL     variable, https://host/hooks/ID
//        BARIUM_SECRET  secret, the same whsec_...
//   3. Cloudflare: Email Routing on the domain, with this Worker as the action of the catch-all address.
//
// A mail is accepted once Barium has it. On any other answer this throws, so that the sending server keeps the mail
// and tries again: those who run such Workers report that Cloudflare answers a temporary failure then, which its own
// reference does not say. A mail is never rejected for good: whatever Barium refuses may be a fault of ours, such as a
// wrong secret or a limit that is too low, and a bounce would tell the sender that somebody looks at the mail.
//
// Cloudflare calls this once for each recipient, and anew, with other trace headers, when a sender tries again.

const PATIENCE_MS = 20_000;

export default {
  async email(message, env) {
    const raw = new Uint8Array(await new Response(message.raw).arrayBuffer());
    const response = await fetch(env.BARIUM_URL, {
      method: "POST",
      headers: {
        "content-type": "message/rfc822",
        "x-envelope-from": headerValue(message.from),
        "x-envelope-to": headerValue(message.to),
        ...(await signature(raw, message, env.BARIUM_SECRET)),
      },
      body: raw,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    // 409: it is there already.
    if (response.status !== 200 && response.status !== 409) {
      throw new Error(`Barium answered ${response.status}`);
    }
  },
};

// Standard Webhooks: HMAC-SHA256 over id, time and body. The id is the mail's own, so that a request that is repeated
// is known.
async function signature(raw, message, secret) {
  const text = new TextEncoder();
  const envelope = text.encode(`\0${message.from}\0${message.to}`);
  const digest = await crypto.subtle.digest("SHA-256", joined(raw, envelope));
  const id = `mail_${[...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("")}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = await crypto.subtle.importKey(
    "raw",
    Uint8Array.from(atob(secret.trim().replace(/^whsec_/, "")), (c) => c.charCodeAt(0)),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = await crypto.subtle.sign("HMAC", key, joined(text.encode(`${id}.${timestamp}.`), raw));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${btoa(String.fromCharCode(...new Uint8Array(mac)))}`,
  };
}

// fetch() takes one byte a character in headers; addresses may be UTF-8 (RFC 6531). Never more than one line.
function headerValue(address) {
  const bytes = new TextEncoder().encode(`<${(address ?? "").replace(/[\r\n\0]/g, "")}>`);
  return String.fromCharCode(...bytes);
}

function joined(first, second) {
  const out = new Uint8Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}
