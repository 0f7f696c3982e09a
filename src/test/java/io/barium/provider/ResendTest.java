package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions;
import io.barium.config.SourceOptions.Answering;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.MalformedHook;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResendTest {
    private static final String NOTICE = """
            {"type":"email.received","created_at":"2026-11-23T11:59:59Z",
             "data":{"email_id":"%s","from":"x@phish.example","to":["a@ours.example"],"subject":"Hi"}}
            """;
    private static final String CONTENT = """
            {"object":"email","id":"1","from":"Caf\u00e9 <x@phish.example>","to":["a@ours.example"],"subject":"Hi",
             "headers":{"message-id":"<1@phish.example>","authentication-results":"mx.ours.example; dkim=pass header.d=bank.example"},
             "text":"Call 212-555-0123","html":"<p>Call 212-555-0123</p>","raw":{"download_url":"%s"}}
            """;
    private static final String RAW_URL = "https://inbound-cdn.resend.com/1/raw?Signature=s";

    private final Resend resend = new Resend();
    private final Source source = source("re_key");

    @Test
    void the_notice_leads_to_the_content_and_the_content_to_the_raw_mail() throws Exception {
        Fetch content = notice("4ef9a417-02e9-4d39-ad75-9611e0fcc33c").fetches().get(0);
        FetchRequest request = Objects.requireNonNull(request(content, source));
        assertThat(request.uri())
                .isEqualTo(URI.create("https://api.resend.com/emails/receiving/4ef9a417-02e9-4d39-ad75-9611e0fcc33c"));
        assertThat(request.headers()).containsEntry("Authorization", "Bearer re_key");

        Reading.Contacts told = content(content, CONTENT.formatted(RAW_URL));
        Mail mail = (Mail) told.contacts().get(0);
        assertThat(mail.eventId()).isEqualTo("msg_1:content");
        assertThat(mail.envelopeTo()).containsExactly("a@ours.example");
        assertThat(mail.headerFromName()).isEqualTo("Caf\u00e9");
        assertThat(mail.messageId()).isEqualTo("1@phish.example");
        assertThat(mail.text()).isEqualTo("Call 212-555-0123");
        assertThat(mail.quotes().phoneNumbers()).containsExactly("+12125550123");
        assertThat(mail.occurredAt()).isEqualTo(Instant.parse("2026-11-23T11:59:59Z"));
        assertThat(mail.authentication().dkim()).isEqualTo(AuthResult.NONE);

        Fetch raw = told.fetches().get(0);
        assertThat(Objects.requireNonNull(request(raw, source)).headers()).isEmpty();
        byte[] bytes = Hooks.utf8("Authentication-Results: mx.ours.example; dkim=pass header.d=phish.example\r\n"
                + "From: x@phish.example\r\nMessage-ID: <1@phish.example>\r\n\r\nCall 212-555-0123");
        Mail whole = Hooks.only(resend.fetched(raw, new Fetched(null, bytes, Hooks.NOW), source), Mail.class);
        assertThat(whole.eventId()).isEqualTo("msg_1:raw");
        assertThat(whole.authentication().dkimDomains()).containsExactly("phish.example");
    }

    @Test
    void the_key_goes_to_the_api_alone_and_nothing_is_fetched_from_elsewhere() throws Exception {
        assertThat(request(new Fetch("content", "https://inbound-cdn.resend.com/x"), source))
                .isNull();
        assertThat(request(new Fetch("raw", "https://api.resend.com/x"), source))
                .isNull();
        assertThat(request(new Fetch("raw", "https://cdn.resend.app.phish.example/x"), source))
                .isNull();
        assertThat(request(new Fetch("raw", "https://phish.example/x"), source)).isNull();
        assertThat(Objects.requireNonNull(request(new Fetch("raw", "https://cdn.resend.app/x"), source))
                        .headers())
                .isEmpty();
        Fetch content = new Fetch("content", "https://api.resend.com/emails/receiving/1");
        assertThatThrownBy(() -> request(content, source(null)))
                .isInstanceOf(MalformedHook.class)
                .hasMessageContaining("sources[id=main].fetchSecret");
    }

    @Test
    void an_id_that_would_lead_elsewhere_is_refused() {
        for (String id : new String[] {"../domains", "a/b", "a?b", "a%2fb", "a\\u0000"}) {
            assertThatThrownBy(() -> notice(id))
                    .isInstanceOf(MalformedHook.class)
                    .hasMessageStartingWith("data.email_id:");
        }
    }

    @Test
    void content_without_raw_mail_and_a_page_instead_of_a_mail() throws Exception {
        Fetch content = notice("1").fetches().get(0);
        assertThat(content(content, "{\"text\":null,\"raw\":null}").fetches()).isEmpty();
        assertThatThrownBy(() -> content(content, "<html>")).isInstanceOf(MalformedHook.class);
        assertThatThrownBy(() -> resend.fetched(
                        new Fetch("raw", RAW_URL), new Fetched("text/html", new byte[0], Hooks.NOW), source))
                .isInstanceOf(MalformedHook.class);
    }

    @Test
    void secrets_that_are_no_keys_are_our_fault() {
        assertThat(resend.authenticate(
                                Hooks.post("application/json", Hooks.utf8("{}")),
                                Hooks.source("resend", null, null, "whsec_not base64"),
                                Hooks.NOW)
                        .verdict())
                .isEqualTo(Verdict.UNCONFIGURED);
    }

    private Reading.Contacts notice(String emailId) throws MalformedHook {
        return (Reading.Contacts) resend.read(
                Hooks.post("application/json", Hooks.utf8(NOTICE.formatted(emailId)), "svix-id", "msg_1"), source);
    }

    private Reading.Contacts content(Fetch fetch, String json) throws MalformedHook {
        return (Reading.Contacts)
                resend.fetched(fetch, new Fetched("application/json", Hooks.utf8(json), Hooks.NOW), source);
    }

    private @Nullable FetchRequest request(Fetch fetch, Source of) throws MalformedHook {
        return resend.request(fetch, URI.create(fetch.url()), of, Hooks.NOW);
    }

    private static Source source(@Nullable String fetchSecret) {
        return new Source(
                "main",
                "resend",
                List.of(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
                null,
                null,
                "mx.ours.example",
                "US",
                new SourceOptions(
                        null, List.of(), fetchSecret == null ? null : new Secret(fetchSecret), Answering.DECLINE));
    }
}
