package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions;
import io.barium.config.SourceOptions.Answering;
import io.barium.model.Mail;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.MalformedHook;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BrevoTest {
    private static final String MAIL = """
            {"items": [{"Uuid": ["u1"], "Recipients": ["a@ours.example"], "Headers": {"Return-Path": "<p@phish.example>"},
             "Attachments": [{"Name": "a.pdf", "ContentType": "application/pdf", "ContentLength": 3, "DownloadToken": "t/1"}]}]}
            """;

    private final Brevo brevo = new Brevo();

    @Test
    void attachments_are_fetched_with_the_key_and_from_brevo_alone() throws Exception {
        Fetch fetch = fetches(source("key")).get(0);
        FetchRequest request = request(fetch.url(), source("key"));
        assertThat(request).isNotNull();
        assertThat(request.headers()).containsExactly(java.util.Map.entry("api-key", "key"));
        for (String url : List.of(
                "https://api.brevo.com.phish.example/v3/inbound/attachments/t",
                "https://api.brevo.com@phish.example/v3/inbound/attachments/t",
                "https://api.brevo.com/v3/account",
                "https://api.brevo.com/v3/inbound/attachments/../../account",
                "https://phish.example/v3/inbound/attachments/t")) {
            assertThat(request(url, source("key"))).as(url).isNull();
        }
        assertThat(fetches(source(null))).isEmpty();
        assertThatThrownBy(() -> request(fetch.url(), source(null)))
                .isInstanceOf(MalformedHook.class)
                .hasMessageContaining("fetchSecret");
    }

    @Test
    void what_was_fetched_is_an_event_of_its_own_and_the_same_each_time() throws Exception {
        Fetch fetch = fetches(source("key")).get(0);
        Fetched content = new Fetched("application/pdf", Hooks.utf8("pdf"), Hooks.NOW);
        Mail addition = Hooks.only(brevo.fetched(fetch, content, source("key")), Mail.class);
        assertThat(addition.eventId()).startsWith("u1:attachment:");
        assertThat(addition.envelopeTo()).containsExactly("a@ours.example");
        assertThat(addition.envelopeFrom()).isEqualTo("p@phish.example");
        assertThat(addition.attachments()).singleElement().satisfies(a -> {
            assertThat(a.name()).isEqualTo("a.pdf");
            assertThat(a.size()).isEqualTo(3);
            assertThat(a.sha256()).hasSize(64);
        });
        assertThat(Hooks.only(brevo.fetched(fetch, content, source("key")), Mail.class))
                .isEqualTo(addition);
        assertThatThrownBy(() -> brevo.fetched(new Fetch("attachment", fetch.url()), content, source("key")))
                .isInstanceOf(MalformedHook.class);
    }

    @Test
    void of_several_delivered_to_headers_the_topmost_counts() throws Exception {
        String json = """
                {"items": [{"Headers": {"Delivered-To": ["a@ours.example", "fake@ours.example"], "To": "b@ours.example"}}]}
                """;
        Mail mail = Hooks.only(brevo.read(Hooks.post("application/json", Hooks.utf8(json)), source(null)), Mail.class);
        assertThat(mail.envelopeTo()).containsExactly("a@ours.example");
        assertThat(mail.eventId()).startsWith("sha256:");
    }

    private List<Fetch> fetches(Source source) throws MalformedHook {
        return ((Reading.Contacts) brevo.read(Hooks.post("application/json", Hooks.utf8(MAIL)), source)).fetches();
    }

    private @Nullable FetchRequest request(String url, Source source) throws MalformedHook {
        return brevo.request(new Fetch("attachment", url), URI.create(url), source, Hooks.NOW);
    }

    private static Source source(@Nullable String key) {
        SourceOptions options = new SourceOptions(
                null, List.of(), key == null ? null : new Secret(Objects.requireNonNull(key)), Answering.DECLINE);
        return new Source("main", "brevo", List.of(new Secret("token")), null, null, null, "US", options);
    }
}
