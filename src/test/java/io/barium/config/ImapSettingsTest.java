package io.barium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImapSettingsTest {
    @TempDir
    Path dir;

    @Test
    void a_mailbox_needs_little_and_the_rest_has_a_default() throws Exception {
        ImapMailbox m = read(
                        "imap: [{id: box, host: imap.x.example, username: u@x.example, password: hush1}]", Map.of())
                .imap()
                .get(0);
        assertThat(m.port()).isEqualTo(993);
        assertThat(m.tls()).isTrue();
        assertThat(m.folder()).isEqualTo("INBOX");
        assertThat(m.after()).isEqualTo(ImapMailbox.After.KEEP);
        assertThat(m.pollEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(m.region()).isEqualTo("US");
        assertThat(m.authservId()).isNull();
        assertThat(m.password().reveal()).isEqualTo("hush1");
        assertThat(m.toString()).doesNotContain("hush1");
        assertThat(read("", Map.of()).imap()).isEmpty();
    }

    @Test
    void everything_can_be_set_and_no_secret_is_printed() throws Exception {
        ImapMailbox m = read("""
                imap:
                  - id: box
                    host: outlook.x.example
                    username: u@x.example
                    folder: Catch-all
                    after: move
                    moveTo: Done
                    pollEvery: 30s
                    authservId: mx.x.example
                    region: DE
                    oauth:
                      tokenUrl: https://login.x.example/token
                      clientId: c
                      clientSecret: hush1
                      refreshToken: hush2
                      scope: offline
                """, Map.of()).imap().get(0);
        assertThat(m.after()).isEqualTo(ImapMailbox.After.MOVE);
        assertThat(m.moveTo()).isEqualTo("Done");
        assertThat(m.oauth().tokenUrl()).isEqualTo("https://login.x.example/token");
        assertThat(m.oauth().refreshToken().reveal()).isEqualTo("hush2");
        assertThat(m.toString()).doesNotContain("hush");
    }

    @Test
    void the_environment_alone_can_set_a_mailbox() throws Exception {
        ImapMailbox m = read(
                        "",
                        Map.of(
                                "BARIUM_IMAP_0_ID", "box",
                                "BARIUM_IMAP_0_HOST", "localhost",
                                "BARIUM_IMAP_0_TLS", "false",
                                "BARIUM_IMAP_0_USERNAME", "u",
                                "BARIUM_IMAP_0_OAUTH_TOKEN_URL", "https://x.example/t",
                                "BARIUM_IMAP_0_OAUTH_CLIENT_ID", "c",
                                "BARIUM_IMAP_0_OAUTH_REFRESH_TOKEN", "r"))
                .imap()
                .get(0);
        assertThat(m.port()).isEqualTo(143);
        assertThat(m.oauth().clientSecret()).isNull();
    }

    @Test
    void every_fault_is_told_with_its_path() {
        FaultySettings e = catchThrowableOfType(FaultySettings.class, () -> read("""
                sources: [{id: taken, provider: generic}]
                imap:
                  - {id: taken, host: h.example, username: u, password: p}
                  - {id: smtp, host: g.example, username: u}
                  - {id: Big, username: u, password: p, port: 0, colour: red}
                  - {id: a, host: 10.0.0.1, tls: false, username: u, password: p}
                  - {id: b, host: 10.0.0.2, tls: false, trustedNetwork: true, username: u, password: p}
                  - {id: c, host: 127.0.0.1, tls: false, username: u, password: p, after: shred, keyword: "a b", pollEvery: 2h}
                  - {id: d, host: d.example, username: u, password: p, after: move}
                  - {id: e, host: e.example, username: u, password: p, after: move, moveTo: INBOX}
                  - {id: f, host: f.example, username: u, password: p, oauth: {tokenUrl: "http://x.example", refreshToken: r, x: y}}
                  - {id: g, host: H.example, username: u, password: p}
                """, Map.of()));
        assertThat(e.faults())
                .extracting(Fault::path)
                .containsExactlyInAnyOrder(
                        "imap[0].id",
                        "imap[1].id",
                        "imap[1].password",
                        "imap[2].id",
                        "imap[2].host",
                        "imap[2].port",
                        "imap[2].colour",
                        "imap[3].tls",
                        "imap[5].after",
                        "imap[5].keyword",
                        "imap[5].pollEvery",
                        "imap[6].moveTo",
                        "imap[7].moveTo",
                        "imap[8].password",
                        "imap[8].oauth.tokenUrl",
                        "imap[8].oauth.clientId",
                        "imap[8].oauth.x",
                        "imap[9]");
        assertThat(e.getMessage())
                .contains("imap[1].password: expected either a password or oauth, found neither")
                .contains("imap[5].after: expected one of keep, flag, move, found \"shred\"");
    }

    private Settings read(String yaml, Map<String, String> environment) throws FaultySettings, IOException {
        return SettingsReader.read(
                Files.writeString(dir.resolve("barium.yaml"), yaml), environment, Map.of("generic", Set.of()));
    }
}
